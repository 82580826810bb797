//! The same questions on pages, for whoever would rather not answer at a terminal. Only this machine is answered, and in
//! it only the browser that opened the address the terminal printed. What was answered is kept in a file beside the
//! settings, which only its owner reads, until the settings are in their place; then that file is gone.

mod door;
mod parts;
mod steps;
mod views;

use std::{
    fs,
    io::Write as _,
    net::SocketAddr,
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use anyhow::Context as _;
use axum::{
    Router,
    extract::{Path as Named, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse as _, Response},
    routing::{get, post},
};
use edge::{Behind, Ready};
use front::Assets;
use futures::future::BoxFuture;
use jiff::tz::TimeZone;
use kernel::{Clock as _, Message, SystemClock};
use readiness::{Light, Report};
use serde::Serialize;
use tokio::sync::watch;
use words::{Catalogue, Formats, LanguageIdentifier, Templates, View};

pub use self::views::TEXTS;
use self::{
    door::Door,
    steps::{Step, Typed},
    views::{DonePage, DoorPage, FinishPage, Form, OpeningPage, StepPage, lines, shell},
};
use super::{
    After, Made,
    answers::{Answers, Raw},
    of_file,
};
use crate::{compose, doctor, run, terminal::say};

/// How long an answer may take: setting up makes every table.
const PATIENCE: Duration = Duration::from_mins(5);

/// What has to be in order for the portal to be served.
const NEEDED: [&str; 6] = ["settings", "port", "folder", "secrets", "database", "tables"];

/// All that the pages share.
struct FirstRun {
    /// The settings' file, which is not there yet.
    file: PathBuf,
    door: Door,
    draft: Mutex<Raw>,
    /// What was done, once it is.
    done: Mutex<Option<Done>>,
    /// Held while it is done: the button may be pressed twice.
    setting_up: tokio::sync::Mutex<()>,
    /// Whether the portal is to be served in their place.
    opened: watch::Sender<bool>,
    catalogue: Arc<Catalogue>,
    templates: Templates,
    locale: LanguageIdentifier,
    assets: Assets,
}

type Shared = Arc<FirstRun>;

/// What was set up.
struct Done {
    says: Vec<String>,
    invitation: Option<String>,
    /// The portal's address.
    address: String,
    report: Report,
}

impl Done {
    /// Whether nothing is in the way of serving the portal.
    fn opens(&self) -> bool {
        let is_in_the_way = |check: &str, light: Light| light == Light::Red && NEEDED.contains(&check);
        !self.report.findings.iter().any(|finding| is_in_the_way(&finding.check, finding.light))
    }

    /// Where the administrator begins.
    fn entrance(&self) -> &str {
        self.invitation.as_deref().unwrap_or(&self.address)
    }
}

/// Serves the pages until they are told to stop, or the portal is to be served in their place.
///
/// # Errors
/// Another machine could reach them; there are settings already; the port is taken.
pub(super) async fn serve(file: &Path, at: SocketAddr) -> anyhow::Result<After> {
    anyhow::ensure!(at.ip().is_loopback(), say(&Message::new("init-page-public").with("place", at.to_string())));
    anyhow::ensure!(!file.exists(), say(&of_file("init-page-settings", file)));
    let (door, token) = Door::new();
    let run = Arc::new(FirstRun::open(file, door)?);
    let settings = edge::Settings { listen: at, request_timeout: PATIENCE, ..edge::Settings::default() };
    println!("{}\n  http://{at}/open/{token}", say(&Message::new("init-page-open")));
    println!("{}", say(&Message::new("init-page-stop")));
    let behind = Behind::new(Arc::new(AlwaysReady));
    let mut opening = run.opened.subscribe();
    let stop = async move {
        tokio::select! {
            () = run::stop_signal() => {}
            _ = opening.changed() => {}
        }
    };
    edge::serve(router(Arc::clone(&run)), settings, behind, stop).await?;
    let is_opened = *run.opened.borrow();
    if is_opened && is_root() {
        eprintln!("{}", say(&of_file("init-page-root", file)));
    }
    Ok(if is_opened { After::Serves } else { After::Ends(ExitCode::SUCCESS) })
}

/// Whether whatever is served from here is served as root.
fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

struct AlwaysReady;

impl Ready for AlwaysReady {
    fn check(&self) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

fn router(run: Shared) -> Router {
    Router::new()
        .route("/", get(begin))
        .route("/open/{token}", get(knock).post(enter))
        .route("/steps/{step}", get(ask).post(answer))
        .route("/finish", get(finish).post(set_up))
        .route("/portal", post(open))
        .merge(front::asset_routes())
        .with_state(run)
}

/// Shows the one button that lets in; reading the page opens nothing.
async fn knock(State(run): State<Shared>, Named(token): Named<String>) -> Response {
    if !run.door.would_open(&token) {
        return run.closed();
    }
    let page = run.page(StatusCode::OK, "first_run/door.html", &DoorPage { action: Some(format!("/open/{token}")) });
    silent(page)
}

async fn enter(State(run): State<Shared>, Named(token): Named<String>) -> Response {
    match run.door.open(&token) {
        Some(cookie) => silent(([(header::SET_COOKIE, cookie)], to("/")).into_response()),
        None => run.closed(),
    }
}

/// Leads to the first question that is open.
async fn begin(State(run): State<Shared>, headers: HeaderMap) -> Response {
    if !run.door.knows(&headers) {
        return run.closed();
    }
    let open = first_open(&run.draft());
    to(&open.map_or_else(|| "/finish".to_owned(), Step::path))
}

async fn ask(State(run): State<Shared>, headers: HeaderMap, Named(word): Named<String>) -> Response {
    if !run.door.knows(&headers) {
        return run.closed();
    }
    let Some(step) = Step::of(&word) else { return StatusCode::NOT_FOUND.into_response() };
    if run.done().is_some() {
        return to("/finish");
    }
    let draft = run.draft().clone();
    let form = Form::of(step, &draft);
    run.page(StatusCode::OK, "first_run/step.html", &StepPage::of(step, &draft, form))
}

/// Keeps what was typed if it is of use, and goes on; else shows it again.
async fn answer(State(run): State<Shared>, headers: HeaderMap, Named(word): Named<String>, body: String) -> Response {
    let typed = Typed::read(&body);
    if !run.door.knows(&headers) || !run.door.gave(typed.get("csrf")) {
        return run.closed();
    }
    let Some(step) = Step::of(&word) else { return StatusCode::NOT_FOUND.into_response() };
    if run.done().is_some() {
        return to("/finish");
    }
    let draft = run.draft().clone();
    let faults = match step.answer(&typed, &draft).await {
        Ok(answered) => match run.keep(answered) {
            Ok(()) => return to("/"),
            Err(error) => vec![("form", Message::new("first-run-unkept").with("says", format!("{error:#}")))],
        },
        Err(faults) => faults,
    };
    let form = Form::again(typed.shown(), faults, |message| run.say(message));
    run.page(StatusCode::UNPROCESSABLE_ENTITY, "first_run/step.html", &StepPage::of(step, &draft, form))
}

/// What was answered, with the button that makes a portal of it; afterwards, what was made.
async fn finish(State(run): State<Shared>, headers: HeaderMap) -> Response {
    if !run.door.knows(&headers) {
        return run.closed();
    }
    if let Some(done) = &*run.done() {
        return run.page(StatusCode::OK, "first_run/done.html", &run.told(done));
    }
    let draft = run.draft().clone();
    match first_open(&draft) {
        Some(step) => to(&step.path()),
        None => run.page(StatusCode::OK, "first_run/finish.html", &FinishPage::of(&draft, None)),
    }
}

async fn set_up(State(run): State<Shared>, headers: HeaderMap, body: String) -> Response {
    if !run.door.knows(&headers) || !run.door.gave(Typed::read(&body).get("csrf")) {
        return run.closed();
    }
    let _alone = run.setting_up.lock().await;
    if run.done().is_some() {
        return to("/finish");
    }
    let draft = run.draft().clone();
    match run.make(draft.clone()).await {
        Ok(done) => {
            *run.done() = Some(done);
            to("/finish")
        }
        Err(error) => {
            let page = FinishPage::of(&draft, Some(format!("{error:#}")));
            run.page(StatusCode::UNPROCESSABLE_ENTITY, "first_run/finish.html", &page)
        }
    }
}

/// Ends the pages: the portal is served in their place, and this last one says where.
async fn open(State(run): State<Shared>, headers: HeaderMap, body: String) -> Response {
    if !run.door.knows(&headers) || !run.door.gave(Typed::read(&body).get("csrf")) {
        return run.closed();
    }
    let entrance = run.done().as_ref().filter(|done| done.opens()).map(|done| done.entrance().to_owned());
    let Some(entrance) = entrance else { return to("/finish") };
    let page = run.page(StatusCode::OK, "first_run/opening.html", &OpeningPage { entrance });
    run.opened.send_replace(true);
    page
}

fn first_open(draft: &Raw) -> Option<Step> {
    Step::ALL.into_iter().find(|step| !step.is_done(draft))
}

fn to(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, path)]).into_response()
}

/// An answer under a secret address: whoever is asked next is not told of it.
fn silent(mut response: Response) -> Response {
    let (name, value) = (HeaderName::from_static("referrer-policy"), header::HeaderValue::from_static("no-referrer"));
    response.headers_mut().insert(name, value);
    response
}

impl FinishPage {
    fn of(draft: &Raw, trouble: Option<String>) -> Self {
        Self { steps: lines(None, draft), back: Step::Copies.path(), trouble }
    }
}

impl FirstRun {
    fn open(file: &Path, door: Door) -> anyhow::Result<Self> {
        let (catalogue, templates) = compose::words()?;
        let locale = catalogue.nearest(&LanguageIdentifier::default()).clone();
        let [kept, _] = kept_beside(file);
        let draft = if kept.exists() { super::read(&kept)? } else { Raw::default() };
        Ok(Self {
            file: file.to_owned(),
            door,
            draft: Mutex::new(draft),
            done: Mutex::new(None),
            setting_up: tokio::sync::Mutex::default(),
            opened: watch::Sender::new(false),
            catalogue,
            templates,
            locale,
            assets: Assets::load()?,
        })
    }

    fn draft(&self) -> MutexGuard<'_, Raw> {
        self.draft.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn done(&self) -> MutexGuard<'_, Option<Done>> {
        self.done.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps the answers, also for the next run.
    fn keep(&self, answered: Raw) -> anyhow::Result<()> {
        let [kept, beside] = kept_beside(&self.file);
        let open = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside);
        let mut open = open.with_context(|| say(&of_file("init-file-unwritten", &beside)))?;
        open.write_all(answered.text().as_bytes()).and_then(|()| open.sync_all())?;
        fs::rename(&beside, &kept).with_context(|| say(&of_file("init-file-unwritten", &kept)))?;
        *self.draft() = answered;
        Ok(())
    }

    /// Sets the portal up, as at the terminal; what was begun before goes on from where it was.
    async fn make(&self, draft: Raw) -> anyhow::Result<Done> {
        let admin = draft.admin.clone();
        let answers = if self.file.exists() { None } else { Some(Answers::of(draft)?) };
        let says = Mutex::new(Vec::new());
        let tell = |line: String| says.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        let Made { settings, invited } = super::make(&self.file, answers, || Answers::admin(admin), &tell).await?;
        let address = settings.base_url.clone();
        let report = Report::of(doctor::look(Ok(settings), None).await);
        println!("{}", say(&Message::new("init-page-done")));
        let says = says.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(Done { says, invitation: invited.map(|invited| invited.address), address, report })
    }

    fn told(&self, done: &Done) -> DonePage {
        let Done { says, invitation, report, .. } = done;
        DonePage {
            opens: done.opens(),
            root: is_root(),
            done: says.clone(),
            invitation: invitation.clone(),
            red: i64::try_from(report.red).unwrap_or(i64::MAX),
            groups: readiness::groups(&report.findings, &|message| self.say(message), &|_| None),
            terminal: report.text(&|message| self.say(message)),
        }
    }

    fn say(&self, message: &Message) -> String {
        self.catalogue.put(&self.locale, message, &self.formats())
    }

    fn formats(&self) -> Formats {
        Formats::new(&self.locale, TimeZone::UTC, SystemClock.now())
    }

    /// Whoever did not open the address is told where it stands, and nothing else.
    fn closed(&self) -> Response {
        silent(self.page(StatusCode::FORBIDDEN, "first_run/door.html", &DoorPage { action: None }))
    }

    fn page(&self, status: StatusCode, template: &str, view: &impl Serialize) -> Response {
        let title = self.say(&Message::new("first-run-title"));
        let around = shell(&self.locale.to_string(), &title, self.door.csrf(), &self.assets);
        let written = View::of(view).and_then(|mut view| {
            view.set("shell", around);
            self.templates.show(template, &self.locale, &self.formats(), view)
        });
        match written {
            Ok(text) => (status, Html(text)).into_response(),
            Err(error) => {
                eprintln!("portico: {template} could not be written: {error}");
                StatusCode::INTERNAL_SERVER_ERROR.into_response()
            }
        }
    }
}

/// Where the answers lie until the settings are in their place, and where they are written first.
pub(super) fn kept_beside(file: &Path) -> [PathBuf; 2] {
    ["answers.toml", "answers.new"].map(|ending| file.with_extension(ending))
}
