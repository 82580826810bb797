//! How PostgreSQL is reached: on another machine over TLS alone, unless its address says otherwise.

use std::{net::IpAddr, str::FromStr as _};

use sea_orm::sqlx::{
    Error,
    postgres::{PgConnectOptions, PgSslMode},
};

/// Parameters of an address that say whether TLS is spoken.
const SAYING: [&str; 2] = ["sslmode=", "ssl-mode="];

/// The way to the database at this address.
///
/// # Errors
/// It is no address of a PostgreSQL.
pub(crate) fn way(url: &str) -> Result<PgConnectOptions, Error> {
    let way = PgConnectOptions::from_str(url)?;
    Ok(if must_be_secured(url, &way) { way.ssl_mode(PgSslMode::Require) } else { way })
}

/// Whether TLS is insisted on, since the database at this address is on another machine and nothing is said: by itself a
/// client of PostgreSQL would go on without, if whoever answers says that there is none.
pub fn insists_on_tls(url: &str) -> bool {
    PgConnectOptions::from_str(url).is_ok_and(|way| must_be_secured(url, &way))
}

fn must_be_secured(url: &str, way: &PgConnectOptions) -> bool {
    let host = way.get_host().trim_matches(['[', ']']);
    let is_here = way.get_socket().is_some()
        || host.starts_with('/')
        || host == "localhost"
        || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    // What the environment says, as it does to every client of PostgreSQL, is said as well.
    let is_said = SAYING.iter().any(|name| url.contains(name)) || !matches!(way.get_ssl_mode(), PgSslMode::Prefer);
    !is_here && !is_said
}

#[cfg(test)]
mod tests {
    use super::{PgSslMode, insists_on_tls, way};

    #[test]
    fn another_machine_is_spoken_to_over_tls_unless_its_address_says_otherwise() {
        for (url, insists) in [
            ("postgres://portico@db.example/portal", true),
            ("postgres://portico:otter@10.0.0.7:5433/portal?application_name=portico", true),
            ("postgres://portico@db.example/portal?sslmode=prefer", false),
            ("postgres://portico@db.example/portal?ssl-mode=disable", false),
            ("postgres://portico@localhost/portal", false),
            ("postgres://portico@127.0.0.1:5433/portal", false),
            ("postgres://portico@[::1]/portal", false),
            ("postgres://portico@%2Fvar%2Frun%2Fpostgresql/portal", false),
            ("no address", false),
        ] {
            assert_eq!(insists_on_tls(url), insists, "{url}");
            let mode = way(url).map(|way| way.get_ssl_mode());
            assert_eq!(mode.is_ok_and(|mode| matches!(mode, PgSslMode::Require)), insists, "{url}");
        }
        let told = way("postgres://db.example/portal?sslmode=verify-full").expect("an address");
        assert!(matches!(told.get_ssl_mode(), PgSslMode::VerifyFull), "what is said counts");
    }
}
