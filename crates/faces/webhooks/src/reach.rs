use std::{io, net::IpAddr, sync::Arc};

use futures::future::BoxFuture;
use kernel::is_public;

use crate::{Address, Fault};

/// Finds the addresses of a host.
pub trait Resolver: Send + Sync + 'static {
    /// Those there are at this moment.
    fn resolve<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>>;
}

/// The machine's own way to find addresses.
pub struct SystemResolver;

impl Resolver for SystemResolver {
    fn resolve<'a>(&'a self, host: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
        Box::pin(async move { Ok(tokio::net::lookup_host((host, 0)).await?.map(|found| found.ip()).collect()) })
    }
}

/// What may be reached: the public internet and, of one's own network, what the settings name.
#[derive(Clone)]
pub struct Reach {
    inside: Vec<IpAddr>,
    resolver: Arc<dyn Resolver>,
}

impl Reach {
    /// The public internet, and these addresses of one's own.
    pub fn of(inside: Vec<IpAddr>) -> Self {
        Self::by(inside, Arc::new(SystemResolver))
    }

    /// The same, where addresses are found in another way.
    pub fn by(inside: Vec<IpAddr>, resolver: Arc<dyn Resolver>) -> Self {
        Self { inside, resolver }
    }

    /// The addresses of a host that may be reached, asked for anew at each attempt. Whoever connects connects to one of
    /// these and asks nobody again: a name that points elsewhere a moment later gains nothing.
    pub(crate) async fn find(&self, address: &Address) -> Result<Vec<IpAddr>, Fault> {
        let found = self.resolver.resolve(&address.host).await.map_err(|_| Fault::Unresolved)?;
        if found.is_empty() {
            return Err(Fault::Unresolved);
        }
        // Without TLS nothing leaves this machine.
        let fits = |found: &IpAddr| self.permits(*found) && (address.tls || found.to_canonical().is_loopback());
        let permitted: Vec<IpAddr> = found.into_iter().filter(fits).collect();
        if permitted.is_empty() { Err(Fault::Refused) } else { Ok(permitted) }
    }

    fn permits(&self, address: IpAddr) -> bool {
        is_public(address) || self.inside.contains(&address.to_canonical())
    }
}

#[cfg(test)]
mod tests {
    use std::{io, net::IpAddr, sync::Arc};

    use futures::future::{BoxFuture, ready};

    use super::{Reach, Resolver};
    use crate::{Address, Fault};

    /// A host that has these addresses.
    struct Has(&'static [&'static str]);

    impl Resolver for Has {
        fn resolve<'a>(&'a self, _: &'a str) -> BoxFuture<'a, io::Result<Vec<IpAddr>>> {
            let found = self.0.iter().map(|address| address.parse().expect("an address")).collect();
            Box::pin(ready(Ok(found)))
        }
    }

    async fn found(inside: &[&str], url: &str, has: &'static [&'static str]) -> Result<Vec<String>, Fault> {
        let inside = inside.iter().map(|address| address.parse().expect("an address")).collect();
        let address = Address::parse(url).expect("an address");
        let found = Reach::by(inside, Arc::new(Has(has))).find(&address).await?;
        Ok(found.iter().map(ToString::to_string).collect())
    }

    #[tokio::test]
    async fn only_what_is_public_or_named_is_reached() {
        let url = "https://hooks.example/in";
        assert_eq!(found(&[], url, &["10.0.0.1", "1.1.1.1", "::ffff:10.0.0.1"]).await, Ok(vec!["1.1.1.1".to_owned()]));
        assert_eq!(found(&[], url, &["169.254.169.254"]).await, Err(Fault::Refused));
        assert_eq!(found(&["10.0.0.1"], url, &["10.0.0.1", "10.0.0.2"]).await, Ok(vec!["10.0.0.1".to_owned()]));
        assert_eq!(found(&[], url, &[]).await, Err(Fault::Unresolved));
    }

    #[tokio::test]
    async fn without_tls_nothing_leaves_this_machine() {
        let url = "http://localhost:9000/in";
        assert_eq!(found(&[], url, &["127.0.0.1"]).await, Err(Fault::Refused));
        assert_eq!(found(&["127.0.0.1"], url, &["127.0.0.1"]).await, Ok(vec!["127.0.0.1".to_owned()]));
        assert_eq!(found(&["127.0.0.1"], url, &["1.1.1.1"]).await, Err(Fault::Refused));
    }
}
