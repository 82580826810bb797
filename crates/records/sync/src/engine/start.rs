//! Begins, takes up and ends runs.

#![expect(clippy::disallowed_methods, reason = "runs are kept by the import itself")]

use gateway::Gateway;
use kernel::{Id, Timestamp};
use store::{Db, Json, Unguarded};

use crate::{
    Feed, ImportError, Mapping, MappingRow, ReadError, Run, RunState, digest,
    mapping::{FeedSpec, Lookups},
    reading::Sources,
    said, staging,
};

/// The run for these files by this mapping: the one that was cut short, or a new one.
pub(super) async fn run(gateway: &Gateway, mapping: &Mapping, sources: &Sources) -> Result<Run, ImportError> {
    let (db, now) = (gateway.db(), gateway.clock().now());
    let work = db.begin().await?;
    let raw = work.unguarded();
    let feed = feed(raw, &mapping.feed, now).await?;
    let mapping = mapping_row(raw, mapping, &sources.lookups, feed.id, now).await?;
    let files: Vec<&str> = sources.facts.iter().map(|facts| facts.digest.as_str()).collect();
    let digest = digest::of_bytes(files.join(" ").as_bytes());
    let same = Run::FEED_ID.is(&feed.id).and(Run::MAPPING_ID.is(&mapping.id)).and(Run::DIGEST.is(&digest));
    let run = match raw.last(same.and(Run::ENDED_AT.is_unknown()), Run::STARTED_AT).await? {
        Some(run) => run,
        None => {
            let run = Run {
                id: fresh(),
                feed_id: feed.id,
                mapping_id: mapping.id,
                mapping: mapping.name,
                files: Json(sources.facts.clone()),
                digest,
                state: RunState::Staging,
                staged: 0,
                documents: 0,
                position: 0,
                lines: 0,
                created: 0,
                changed: 0,
                unchanged: 0,
                quarantined: 0,
                started_at: now,
                touched_at: now,
                ended_at: None,
                trouble: None,
            };
            raw.insert(&run).await?;
            run
        }
    };
    work.commit().await?;
    Ok(run)
}

async fn feed(raw: Unguarded<'_>, spec: &FeedSpec, now: Timestamp) -> Result<Feed, ImportError> {
    let feed = Feed { id: fresh(), name: spec.name.clone(), system: spec.system.clone(), created_at: now };
    raw.insert_if_new(&feed).await?;
    let found = raw.first(Feed::NAME.is(&spec.name)).await?.unwrap_or(feed);
    if found.system == spec.system {
        return Ok(found);
    }
    let renamed = Feed { system: spec.system.clone(), ..found };
    raw.update(&renamed).await?;
    Ok(renamed)
}

async fn mapping_row(
    raw: Unguarded<'_>,
    mapping: &Mapping,
    lookups: &Lookups,
    feed: Id<Feed>,
    now: Timestamp,
) -> Result<MappingRow, ImportError> {
    let digest = digest::digest(&(&mapping.text, lookups));
    let row = MappingRow {
        id: fresh(),
        feed_id: feed,
        name: mapping.name.clone(),
        digest: digest.clone(),
        text: mapping.text.clone(),
        lookups: Json(lookups.clone()),
        created_at: now,
    };
    raw.insert_if_new(&row).await?;
    let same = MappingRow::FEED_ID.is(&feed).and(MappingRow::NAME.is(&mapping.name));
    Ok(raw.first(same.and(MappingRow::DIGEST.is(&digest))).await?.unwrap_or(row))
}

/// All lines are staged.
pub(super) async fn staged(gateway: &Gateway, run: &mut Run) -> Result<(), ImportError> {
    run.state = RunState::Importing;
    run.touched_at = gateway.clock().now();
    keep(gateway.db(), run).await
}

/// All documents are behind us.
pub(super) async fn done(gateway: &Gateway, run: &Run) -> Result<(), ImportError> {
    let now = gateway.clock().now();
    let ended = Run { state: RunState::Done, touched_at: now, ended_at: Some(now), ..run.clone() };
    keep(gateway.db(), &ended).await
}

/// The run as it is when its files could not be read.
pub(super) fn failed(run: &Run, error: &ReadError, now: Timestamp) -> Run {
    let trouble = Some(Json(said::kept(&error.message())));
    Run { state: RunState::Failed, touched_at: now, ended_at: Some(now), trouble, ..run.clone() }
}

async fn keep(db: &Db, run: &Run) -> Result<(), ImportError> {
    let work = db.begin().await?;
    work.unguarded().update(run).await?;
    if run.ended_at.is_some() {
        staging::discard(&work, run, i64::MAX).await?;
    }
    Ok(work.commit().await?)
}

fn fresh<T>() -> Id<T> {
    Id::from_uuid(uuid::Uuid::now_v7())
}
