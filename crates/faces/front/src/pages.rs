use axum::{
    Router,
    handler::Handler,
    http::Method,
    middleware,
    routing::{MethodFilter, get, on},
};
use gateway::Registry;
use kernel::Problem;

use crate::{
    AccountLink, Failure, FileAnswer, Menu, MenuItem, RecordAction, Shared, Site, assets, brand, layer, menu::Under,
    own,
};

/// Whom a page is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Everybody, signed in or not.
    Public,
    /// Whoever is signed in, for what is their own.
    Oneself,
    /// A customer's people, below `/a/{account}`.
    Customer,
    /// The company's own people, below `/desk`.
    Desk,
}

/// One page or form, as the guard tests see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST`, `DELETE`.
    pub method: &'static str,
    /// The whole address, with names in braces.
    pub path: String,
    /// Whom it is for.
    pub audience: Audience,
    /// The operation it asks or executes, where it has one of its own.
    pub operation: Option<&'static str>,
    /// Whether it also opens to who owes a second proof, because it leads to that.
    pub threshold: bool,
}

/// The pages of a part of the portal: handlers, what they are for, and the lines they add to the menu.
#[derive(Default)]
pub struct Pages {
    router: Router<Shared>,
    routes: Vec<Route>,
    menu: Vec<MenuItem>,
    under: Vec<Under>,
    actions: Vec<RecordAction>,
    quick: Vec<MenuItem>,
    account_links: Vec<AccountLink>,
    files: Vec<FileAnswer>,
    all_accounts: Option<&'static str>,
    faults: Vec<PagesError>,
}

/// Why pages do not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PagesError {
    /// Two pages have one address.
    #[error("two pages answer {0}")]
    Twice(String),
    /// There is no such method.
    #[error("{0} begins with no method of HTTP")]
    Method(String),
    /// A page that shows an object does not say which query proves that it may be shown.
    #[error("{0} names an object and no operation")]
    NoOperation(String),
    /// A page names an operation that nobody brings.
    #[error("{0} names an operation that is not registered")]
    UnknownOperation(String),
}

impl Pages {
    /// No pages yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// A page for everybody: sign-in and what leads there.
    #[must_use]
    pub fn public<H, T>(self, method: &'static str, path: &str, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.add(Audience::Public, method, path.to_owned(), handler, None)
    }

    /// A page of one record for whoever opened a link to it, by its address below `/l/{link}`; its handler takes a
    /// [`Linked`](crate::Linked).
    #[must_use]
    pub fn linked<H, T>(self, method: &'static str, path: &str, handler: H, operation: &'static str) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.add(Audience::Public, method, format!("/l/{{link}}{path}"), handler, Some(operation))
    }

    /// A page of a person's own, at its whole address: `/me/sign-in`.
    #[must_use]
    pub fn oneself<H, T>(self, method: &'static str, path: &str, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.add(Audience::Oneself, method, path.to_owned(), handler, None)
    }

    /// A page of a person's own that also opens to who owes a second proof: what leads to that, and out.
    #[must_use]
    pub fn threshold<H, T>(self, method: &'static str, path: &str, handler: H) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let mut pages = self.add(Audience::Oneself, method, path.to_owned(), handler, None);
        if let Some(route) = pages.routes.last_mut() {
            route.threshold = true;
        }
        pages
    }

    /// A customer's page, by its address below `/a/{account}`; the empty one is the account's home.
    ///
    /// A page that takes an object's id and only reads must name its operation.
    #[must_use]
    pub fn customer<H, T>(self, method: &'static str, path: &str, handler: H, operation: Option<&'static str>) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.add(Audience::Customer, method, below("/a/{account}", path), handler, operation)
    }

    /// A page for staff, by its address below `/desk`; the empty one is the desk's home. Operations as for customers.
    #[must_use]
    pub fn desk<H, T>(self, method: &'static str, path: &str, handler: H, operation: Option<&'static str>) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.add(Audience::Desk, method, below("/desk", path), handler, operation)
    }

    /// A page that a customer's people and staff have in common, each behind their own door; its handler takes a
    /// [`Reader`](crate::Reader).
    #[must_use]
    pub fn reader<H, T>(self, method: &'static str, path: &str, handler: H, operation: Option<&'static str>) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        self.customer(method, path, handler.clone(), operation).desk(method, path, handler, operation)
    }

    /// A line of the menu.
    #[must_use]
    pub fn menu(mut self, item: MenuItem) -> Self {
        self.menu.push(item);
        self
    }

    /// Pages that stand under a line of the menu that leads to others: all whose addresses begin so, below the door.
    #[must_use]
    pub fn under(mut self, line: &'static str, pages: &'static str) -> Self {
        self.under.push(Under { pages, line });
        self
    }

    /// Something that can be done about records of other services.
    #[must_use]
    pub fn record_action(mut self, action: RecordAction) -> Self {
        self.actions.push(action);
        self
    }

    /// Something people come for, offered where they arrive.
    #[must_use]
    pub fn quick_action(mut self, item: MenuItem) -> Self {
        self.quick.push(item);
        self
    }

    /// A list of records that belong to an account.
    #[must_use]
    pub fn account_link(mut self, link: AccountLink) -> Self {
        self.account_links.push(link);
        self
    }

    /// Files by which operations answer programs, beside JSON.
    #[must_use]
    pub fn files(mut self, files: impl IntoIterator<Item = FileAnswer>) -> Self {
        self.files.extend(files);
        self
    }

    /// The page of a customer that lists every account below theirs: where the menu of accounts leads when it is full.
    #[must_use]
    pub fn all_accounts(mut self, path: &'static str) -> Self {
        self.all_accounts = Some(path);
        self
    }

    /// These pages and those.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.menu.extend(other.menu);
        self.under.extend(other.under);
        self.actions.extend(other.actions);
        self.quick.extend(other.quick);
        self.account_links.extend(other.account_links);
        self.files.extend(other.files);
        self.all_accounts = self.all_accounts.or(other.all_accounts);
        self.faults.extend(other.faults);
        let twice: Vec<&Route> = other.routes.iter().filter(|route| self.answers(route.method, &route.path)).collect();
        if twice.is_empty() {
            self.router = self.router.merge(other.router);
        } else {
            self.faults.extend(twice.into_iter().map(|route| PagesError::Twice(address(route))));
        }
        self.routes.extend(other.routes);
        self
    }

    /// Every page and form there is.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// Every line of the menu.
    pub fn menu_items(&self) -> &[MenuItem] {
        &self.menu
    }

    /// What does not fit: among the pages, and with the registry.
    pub fn faults(&self, registry: &Registry) -> Vec<PagesError> {
        let mut faults = self.faults.clone();
        for route in &self.routes {
            match route.operation {
                Some(name) if registry.operation(name).is_none() => {
                    faults.push(PagesError::UnknownOperation(address(route)));
                }
                None if shows_an_object(route) => faults.push(PagesError::NoOperation(address(route))),
                Some(_) | None => {}
            }
        }
        let told = self.account_links.iter().flat_map(|link| [link.count, link.newest]).flatten();
        let unknown = told.filter(|told| registry.operation(told).is_none());
        faults.extend(unknown.map(|told| PagesError::UnknownOperation(told.to_owned())));
        let unknown = self.files.iter().filter(|file| registry.operation(file.operation).is_none());
        faults.extend(unknown.map(|file| PagesError::UnknownOperation(file.operation.to_owned())));
        faults
    }

    /// Whether a page answers at this address.
    pub(crate) fn answers(&self, method: &str, path: &str) -> bool {
        self.routes.iter().any(|route| route.method == method && route.path == path)
    }

    fn add<H, T>(
        mut self,
        audience: Audience,
        method: &'static str,
        path: String,
        handler: H,
        operation: Option<&'static str>,
    ) -> Self
    where
        H: Handler<T, Shared>,
        T: 'static,
    {
        let route = Route { method, path, audience, operation, threshold: false };
        match filter(method) {
            None => self.faults.push(PagesError::Method(address(&route))),
            Some(_) if self.answers(method, &route.path) => self.faults.push(PagesError::Twice(address(&route))),
            Some(filter) => {
                let page = on(filter, handler);
                let lists = method == "GET" && audience != Audience::Public && !shows_an_object(&route);
                let page = match operation.filter(|_| lists) {
                    Some(operation) => {
                        page.layer(middleware::from_fn(move |asked, next| layer::of_use(operation, asked, next)))
                    }
                    None => page,
                };
                self.router = self.router.route(&route.path, page);
            }
        }
        self.routes.push(route);
        self
    }
}

/// Every page of the portal behind the layer that admits visitors, and the files that pages ask for. With it comes the
/// site as its handlers see it, for [`word`](crate::word).
///
/// # Errors
/// The first thing that does not fit.
pub fn router(mut site: Site, pages: Pages) -> Result<(Router, Shared), PagesError> {
    let pages = own::with_homes(own::pages().and(pages));
    if let Some(fault) = pages.faults(site.gateway.registry()).into_iter().next() {
        return Err(fault);
    }
    let homes = pages.routes.iter().filter(|route| matches!(route.path.as_str(), "/a/{account}" | "/desk"));
    site.menu = Menu::of(pages.menu, pages.quick, pages.under, homes.map(|route| route.audience).collect());
    site.actions = pages.actions;
    site.routes.clone_from(&pages.routes);
    site.account_links = pages.account_links;
    site.files = pages.files;
    site.all_accounts = pages.all_accounts;
    site.account_links.sort_by_key(|link| link.order);
    let site: Shared = site.into();
    let behind = pages.router.fallback(nowhere).method_not_allowed_fallback(nowhere);
    let behind = behind.layer(middleware::from_fn_with_state(Shared::clone(&site), layer::visit));
    let files = Router::new().route("/assets/{file}", get(assets::serve)).route("/brand/{file}", get(brand::serve));
    Ok((files.merge(behind).with_state(Shared::clone(&site)), site))
}

async fn nowhere() -> Failure {
    Problem::not_found().into()
}

fn filter(method: &str) -> Option<MethodFilter> {
    Method::from_bytes(method.as_bytes()).ok().and_then(|method| MethodFilter::try_from(method).ok())
}

fn below(door: &str, path: &str) -> String {
    format!("{door}{}", path.trim_end_matches('/'))
}

fn address(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

fn shows_an_object(route: &Route) -> bool {
    let below = route.path.strip_prefix("/a/{account}").unwrap_or(&route.path);
    route.method == "GET" && below.contains('{') && matches!(route.audience, Audience::Customer | Audience::Desk)
}

#[cfg(test)]
mod tests;
