//! The server as a test sees it: browsers with cookies, and programs with keys.

use std::collections::BTreeMap;
use std::sync::Mutex;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, Method, Request, StatusCode};
use canoe_server::assets::AssetFiles;
use canoe_server::settings::Settings;
use canoe_server::{AppState, router};
use domain::authz::Actor;
use domain::id::{PersonId, TeamId};
use domain::identity::Role;
use services::catalog::Material;
use services::identity::add_team;
use tower::ServiceExt;

use crate::kit::{Kit, PASSWORD};

/// The server on a fresh database.
pub struct TestApp {
    /// Services, clock and database.
    pub kit: Kit,
    /// What the server's parts share.
    pub state: AppState,
    router: Router,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.body))
    }
}

impl TestApp {
    /// The server on a fresh database with the shipped material.
    pub async fn new() -> Self {
        let kit = Kit::new().await;
        let state = AppState::new(kit.services.clone(), Settings::default(), AssetFiles::none());
        Self { router: router(state.clone()), state, kit }
    }

    /// Starts the server anew on the same database, with this material.
    pub fn restart(&mut self, material: Material) {
        self.kit.services = self.kit.restarted(material);
        self.state = AppState::new(self.kit.services.clone(), Settings::default(), AssetFiles::none());
        self.router = router(self.state.clone());
    }

    /// Starts the server anew with a folder of packs to come.
    pub fn with_next(&mut self, folder: &std::path::Path) {
        let settings = Settings { content_next: Some(folder.to_owned()), ..Settings::default() };
        self.state = AppState::new(self.kit.services.clone(), settings, AssetFiles::none());
        self.router = router(self.state.clone());
    }

    /// A browser that is not signed in.
    pub fn browser(&self) -> Browser<'_> {
        Browser { app: self, cookies: Mutex::new(BTreeMap::new()) }
    }

    /// Adds somebody and signs them in.
    pub async fn sign_in(&self, name: &str, role: Role, team: Option<TeamId>) -> (PersonId, Browser<'_>) {
        let Actor::Person(person) = self.kit.add(name, role, team).await else { unreachable!() };
        let browser = self.browser();
        let email = format!("{name}@halyard.example");
        let answer = browser.form("/sign-in", "sign-in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert_eq!(answer.location(), "/", "{}", answer.body);
        (person.id, browser)
    }

    /// Adds a team.
    pub async fn team(&self, name: &str) -> TeamId {
        add_team(&self.kit.services, &Actor::System, name, None).await.unwrap()
    }

    /// Sends a request as it is.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    /// Asks for a clearance with a key.
    pub async fn ask(&self, key: &str, path: &str, accept: &str) -> Answer {
        let request = Request::get(path).header(AUTHORIZATION, format!("Bearer {key}")).header(ACCEPT, accept);
        self.send(request.body(Body::empty()).unwrap()).await
    }
}

/// A browser: keeps cookies, says where its requests come from, and runs no script.
pub struct Browser<'a> {
    app: &'a TestApp,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Browser<'_> {
    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, &[(ACCEPT.as_str(), "text/html")], String::new()).await
    }

    /// Opens a page that must be there.
    pub async fn page(&self, path: &str) -> String {
        let answer = self.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} → {} {}", answer.location(), answer.body);
        answer.body
    }

    /// Sends a form that stands on a page.
    pub async fn form(&self, page: &str, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let referer = format!("http://localhost:3000{page}");
        let headers = [
            (ACCEPT.as_str(), "text/html"),
            (CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded"),
            (REFERER.as_str(), referer.as_str()),
        ];
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.send(Method::POST, &registered(endpoint), &headers, body).await
    }

    /// Sends a form as a program does, which wants no redirect.
    pub async fn post(&self, endpoint: &str, fields: &[(&str, &str)]) -> Answer {
        let headers =
            [(ACCEPT.as_str(), "application/json"), (CONTENT_TYPE.as_str(), "application/x-www-form-urlencoded")];
        let body = serde_urlencoded::to_string(fields).unwrap();
        self.send(Method::POST, &registered(endpoint), &headers, body).await
    }

    /// Calls a server function as an island does.
    pub async fn call(&self, endpoint: &str, arguments: &serde_json::Value) -> Answer {
        let headers = [(ACCEPT.as_str(), "application/json"), (CONTENT_TYPE.as_str(), "application/json")];
        self.send(Method::POST, &registered(endpoint), &headers, arguments.to_string()).await
    }

    /// Sends anything, as from a page of Canoe itself.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header("sec-fetch-site", "same-origin");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let cookies: Vec<String> =
            self.cookies.lock().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = self.app.send(request.header(COOKIE, cookies.join("; ")).body(Body::from(body)).unwrap()).await;
        for cookie in answer.headers.get_all(SET_COOKIE) {
            let (pair, flags) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            if flags.contains("Max-Age=0") {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }
}

/// Where a server function is called. One that does not exist must not pass for one that refuses.
fn registered(endpoint: &str) -> String {
    let path = format!("/api/{endpoint}");
    assert!(server_fn::axum::server_fn_paths().any(|(known, _)| known == path), "no server function {endpoint}");
    path
}

#[tokio::test]
#[should_panic(expected = "no server function assign-paths")]
async fn a_server_function_that_does_not_exist_cannot_be_tried() {
    TestApp::new().await.browser().post("assign-paths", &[]).await;
}
