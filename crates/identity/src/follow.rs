//! What follows from what happens to people: the letter with an invitation's link, the ones that say that a new link or
//! a role is asked for and what came of it, the one that says what became of a change that was asked for, the letter with
//! a link to one record, the end of sessions that lead nowhere any more, and the letters to whoever lost their second
//! proofs or locked themselves out.

mod answers;
mod askings;
mod changes;
mod departures;
mod forgotten;
mod invitations;
mod links;
mod locks;
mod requests;
mod resets;

use front::Shared;
use journal::follow::Follower;

/// What of signing in follows from the journal.
pub fn followers(site: &Shared) -> Vec<Follower> {
    vec![
        Follower::reactor(invitations::Sending { site: site.clone() }),
        Follower::reactor(askings::Askings { site: site.clone() }),
        Follower::reactor(changes::Changes { site: site.clone() }),
        Follower::reactor(links::Links { site: site.clone() }),
        Follower::reactor(locks::Locks { site: site.clone() }),
        Follower::reactor(departures::Departures { site: site.clone() }),
        Follower::reactor(requests::Requests { site: site.clone() }),
        Follower::reactor(answers::Answers { site: site.clone() }),
        Follower::reactor(forgotten::Forgotten { site: site.clone() }),
        Follower::reactor(resets::Resets { site: site.clone() }),
    ]
}
