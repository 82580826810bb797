use std::fmt::Write as _;

use access::Role;
use gateway::Registry;
use kernel::Timestamp;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{App, Leg};

/// What was walked and what was found, for whoever has to judge it.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The program's version.
    pub version: String,
    /// When it was begun, in UTC.
    pub at: String,
    /// Which database it was walked on.
    pub database: &'static str,
    /// What decides: SHA-256 of every policy and every role a portal begins with.
    pub policies: String,
    /// How many pages, forms and files there are.
    pub routes: usize,
    /// How many operations there are.
    pub operations: usize,
    /// The faces that were walked.
    pub walked: Vec<Walked>,
}

/// One face, and how far everybody came on it.
#[derive(Clone, Debug, Serialize)]
pub struct Walked {
    /// What it is called.
    pub face: &'static str,
    /// Who walked it.
    pub legs: Vec<Leg>,
}

impl Report {
    /// Nothing was walked yet, of this portal.
    pub fn begin(app: &App, version: &str, database: &'static str, at: Timestamp) -> Self {
        let registry = app.gateway.registry();
        Self {
            version: version.to_owned(),
            at: at.to_string(),
            database,
            policies: fingerprint(registry, &app.roles),
            routes: app.site.routes.len(),
            operations: registry.operations().count(),
            walked: Vec::new(),
        }
    }

    /// Everything that was found, each once.
    pub fn findings(&self) -> Vec<&str> {
        let legs = self.walked.iter().flat_map(|walked| &walked.legs);
        let mut findings: Vec<&str> = legs.flat_map(|leg| leg.findings.iter().map(String::as_str)).collect();
        findings.sort_unstable();
        findings.dedup();
        findings
    }

    /// How often somebody asked, in all.
    pub fn asked(&self) -> usize {
        self.walked.iter().flat_map(|walked| &walked.legs).map(|leg| leg.asked).sum()
    }

    /// The report as a page of Markdown.
    pub fn markdown(&self) -> String {
        let findings = self.findings();
        let verdict = match findings.len() {
            0 => {
                "**Nothing was found:** no answer held a word of another account, and what is foreign answered as what \
                  is absent."
                    .to_owned()
            }
            1 => "**1 finding.** It is listed at the end.".to_owned(),
            many => format!("**{many} findings.** They are listed at the end."),
        };
        let mut text = format!(
            "# Accounts kept apart\n\n{verdict}\n\n| what | which |\n|---|---|\n| program | Portico {} |\n| begun | {} |\n\
             | database | {} |\n| policies and roles, SHA-256 | `{}` |\n| routes | {} |\n| operations | {} |\n\
             | requests | {} |\n",
            self.version,
            self.at,
            self.database,
            self.policies,
            self.routes,
            self.operations,
            self.asked()
        );
        text.push_str(
            "\nTwo companies that know nothing of each other, one with two sites, were made for this and are gone again: \
             a person of every role in each place, one of every role at the desk, and records of every kind with a word \
             of their place in every text. *Asked* counts requests, *opened* those that were granted. Staff see every \
             account; of them it is proved that what is absent answers alike.\n",
        );
        for walked in &self.walked {
            let _ = write!(text, "\n## {}\n\n| who | asked | opened | findings |\n|---|--:|--:|--:|\n", walked.face);
            for leg in &walked.legs {
                let _ = writeln!(text, "| {} | {} | {} | {} |", leg.who, leg.asked, leg.opened, leg.findings.len());
            }
        }
        if !findings.is_empty() {
            text.push_str("\n## Findings\n\n");
            for finding in findings {
                let _ = writeln!(text, "- {}", finding.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        text
    }
}

/// Stays the same for as long as the policies and the roles that a portal begins with do.
fn fingerprint(registry: &Registry, roles: &[Role]) -> String {
    let mut sum = Sha256::new();
    for (origin, text) in registry.policies() {
        sum.update(format!("{origin}\n{}\n{text}\n", text.len()));
    }
    sum.update(serde_json::to_string(roles).expect("roles are plain values"));
    hex::encode(sum.finalize())
}
