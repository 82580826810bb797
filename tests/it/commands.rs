use crate::{
    toy::{commands::RaiseJob, queries::{ListJobs, ShowJob}},
    world::{World, form},
};
use gateway::Raw;

#[tokio::test]
async fn ben_raises_a_job_and_finds_it_in_his_list() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben);
    let done = world.does::<RaiseJob>(&ben, &[], &form(&[("title", "Pump hums"), ("grade", "2")])).await.unwrap();
    let page = world.asks::<ListJobs>(&ben, None, &Raw::empty()).await.unwrap();
    assert_eq!(page.jobs.rows.iter().map(|job| job.id).collect::<Vec<_>>(), [done.output]);
    let shown = world.asks::<ShowJob>(&ben, Some(done.output.uuid()), &Raw::empty()).await.unwrap();
    assert!(shown.may_close);
}
