//! The integration suite: one binary, told through the gate, on whichever database it is given.
#![expect(clippy::disallowed_methods, reason = "the tests build worlds and play principals")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

mod toy;
mod visitor;
mod world;

mod access_model;
mod api;
mod audit;
mod backup;
mod bad_input;
mod billing;
mod branding;
mod canary;
mod cases;
mod commands;
mod concurrency;
mod customers;
mod docs;
mod drafts;
mod first_run;
mod floors;
mod followers;
mod guard;
mod health;
mod home;
mod house;
mod identity;
mod imports;
mod instances;
mod isolation;
mod journal;
mod kill;
mod links;
mod lists;
mod migrations;
mod oauth;
mod orders;
mod own_menu;
mod own_name;
mod people;
mod plans;
mod policies;
#[path = "../../crates/core/mail/tests/postman.rs"]
mod postman;
mod process;
mod program;
mod quarantine;
mod readiness;
mod relay;
mod rights;
mod rls;
mod saml;
mod scim;
mod security_doc;
mod set_up;
mod sso;
mod staff_line;
mod staged;
mod stock_roles;
mod strangers;
mod switcher;
mod telemetry;
mod upgrade;
mod webhooks;
mod wire;
