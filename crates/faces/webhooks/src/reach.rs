use std::{net::IpAddr, sync::Arc};

use axum::{body::Bytes, http::Request};
use egress::{Line, Own, Place, Resolver, SystemResolver, Way};

use crate::Address;

/// What may be reached: the public internet and, of one's own network, what the settings name.
#[derive(Clone)]
pub struct Reach {
    inside: Vec<IpAddr>,
    way: Way,
}

impl Reach {
    /// The public internet, and these addresses of one's own.
    pub fn of(inside: Vec<IpAddr>) -> Self {
        Self::by(inside, Arc::new(SystemResolver))
    }

    /// The same, where addresses are found in another way.
    pub fn by(inside: Vec<IpAddr>, resolver: Arc<dyn Resolver>) -> Self {
        Self { inside, way: Way::new(resolver) }
    }

    pub(crate) async fn ask(&self, to: &Address, request: Request<Bytes>) -> Result<Line, egress::Fault> {
        let place = Place { host: &to.host, port: to.port, tls: to.tls };
        self.way.ask(place, Own::These(&self.inside), request).await
    }
}
