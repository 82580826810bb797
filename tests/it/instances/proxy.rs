//! A small reverse proxy: each connection goes to the next instance that takes it.

use std::{
    io,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

/// Where it is. It goes on until the tests end.
pub struct Proxy {
    pub at: SocketAddr,
}

impl Proxy {
    pub fn before(instances: Vec<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let at = listener.local_addr().expect("it listens");
        let (instances, next) = (Arc::new(instances), Arc::new(AtomicUsize::new(0)));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (instances, next) = (Arc::clone(&instances), Arc::clone(&next));
                // One conversation that breaks off ends no other.
                thread::spawn(move || pass(&client, &instances, &next));
            }
        });
        Self { at }
    }
}

fn pass(client: &TcpStream, instances: &[SocketAddr], next: &AtomicUsize) -> io::Result<()> {
    let first = next.fetch_add(1, Ordering::SeqCst);
    let turns = (0..instances.len()).filter_map(|turn| instances.get((first + turn) % instances.len()));
    let Some(instance) = turns.map(TcpStream::connect).find_map(Result::ok) else {
        return client.shutdown(Shutdown::Both);
    };
    thread::scope(|scope| {
        scope.spawn(|| carry(client, &instance));
        let answered = carry(&instance, client);
        // The client's side ends, too, however this one did.
        let _ = instance.shutdown(Shutdown::Both);
        let _ = client.shutdown(Shutdown::Both);
        answered
    })
}

fn carry(mut from: &TcpStream, mut to: &TcpStream) -> io::Result<()> {
    io::copy(&mut from, &mut to).map(drop)
}
