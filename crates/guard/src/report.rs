use std::fmt::Write as _;

use access::Role;
use gateway::Registry;
use kernel::{Message, Timestamp};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::{App, Leg, faces::called, said::say};

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
    /// What programs call it.
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
        let word = |id: &'static str| say(&Message::new(id));
        let findings = self.findings();
        let verdict = match i64::try_from(findings.len()).unwrap_or(i64::MAX) {
            0 => Message::new("guard-report-clean"),
            count => Message::new("guard-report-found").with("count", count),
        };
        let mut text = format!("# {}\n\n{}\n", word("guard-report-title"), say(&verdict));
        let _ = write!(text, "\n| {} | {} |\n|---|---|\n", word("guard-report-what"), word("guard-report-which"));
        for (what, which) in [
            ("guard-report-program", format!("Portico {}", self.version)),
            ("guard-report-begun", self.at.clone()),
            ("guard-report-database", self.database.to_owned()),
            ("guard-report-policies", format!("`{}`", self.policies)),
            ("guard-report-routes", self.routes.to_string()),
            ("guard-report-operations", self.operations.to_string()),
            ("guard-report-requests", self.asked().to_string()),
        ] {
            let _ = writeln!(text, "| {} | {which} |", word(what));
        }
        let _ = writeln!(text, "\n{}", word("guard-report-how"));
        let heads = ["guard-report-who", "guard-report-asked", "guard-report-opened", "guard-report-findings"];
        let heads = heads.map(word).join(" | ");
        for walked in &self.walked {
            let _ = write!(text, "\n## {}\n\n| {heads} |\n|---|--:|--:|--:|\n", called(walked.face));
            for leg in &walked.legs {
                let _ = writeln!(text, "| {} | {} | {} | {} |", leg.who, leg.asked, leg.opened, leg.findings.len());
            }
        }
        if !findings.is_empty() {
            let _ = write!(text, "\n## {}\n\n", word("guard-report-end"));
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
