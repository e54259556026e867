//! Every address of the site on one screen.

use crate::app::App;
use crate::institutions::desk;
use crate::openings::{self, feeds};
use crate::people::guard;
use crate::people::pages::{erase, factor, forgot, invited, me, security, sign_in, sign_up};
use crate::people::sessions::Rows;
use crate::web::{assets, docs, health, origin, styleguide, visit};
use crate::{eligibility, fairs, home, institutions, matching, office, screening, search};
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;
use tower_sessions::SessionManagerLayer;
use tower_sessions::cookie::SameSite;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The largest body that any address takes.
const LARGEST_BODY: usize = 1 << 20;

/// The whole site.
pub fn router(app: App) -> Router {
    let site = visit::Site { public_url: app.config.public_url.clone(), demo: app.config.demo };
    let sessions = sessions(&app);
    let (api, description) = api();
    Router::new()
        .route("/", get(home::show))
        .route("/openings", get(search::pages::show))
        .route("/openings/{id}", get(openings::pages::show))
        .route("/institutions/{id}", get(institutions::pages::show))
        .route("/match", get(matching::pages::first).post(matching::pages::go_on))
        .route("/match/form", get(matching::pages::form))
        .route("/subsidies", get(eligibility::pages::claims::begin).post(eligibility::pages::claims::go_on))
        .route("/subsidies/form", get(eligibility::pages::claims::counter))
        .route("/policies", get(eligibility::pages::policies::list))
        .route("/policies/{slug}", get(eligibility::pages::policies::show))
        .route("/policies/{slug}/{version}", get(eligibility::pages::policies::version))
        .route("/wages", get(eligibility::pages::wages::show))
        .route("/styleguide", get(styleguide::show))
        .route("/styleguide/matching", get(matching::pages::spoken::show))
        .route("/openings.atom", get(feeds::atom))
        .route("/sitemap.xml", get(feeds::sitemap))
        .route("/sitemap/{kind}/{start}", get(feeds::sitemap_part))
        .route("/robots.txt", get(feeds::robots))
        .route("/static/{*file}", get(assets::serve))
        .route("/favicon.ico", get(assets::favicon))
        .merge(people())
        .merge(desk())
        .merge(office())
        .nest("/api/v1", api)
        .merge(docs::router(description))
        // Named, so that the layers below go around it too: the one that a router has by itself is lost in the last merge.
        .fallback(async || StatusCode::NOT_FOUND)
        .with_state(app.clone())
        .layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(site.clone(), origin::around))
                .layer(sessions)
                .layer(from_fn_with_state(app.clone(), guard::around)),
        )
        .layer(
            ServiceBuilder::new()
                .layer(TraceLayer::new_for_http())
                .layer(from_fn(health::count))
                .layer(from_fn_with_state(site, visit::around))
                .layer(CatchPanicLayer::new())
                .layer(CompressionLayer::new())
                .layer(header_layer(
                    header::CONTENT_SECURITY_POLICY,
                    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
                ))
                .layer(header_layer(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                .layer(header_layer(header::REFERRER_POLICY, "same-origin"))
                .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(20)))
                .layer(RequestBodyLimitLayer::new(LARGEST_BODY)),
        )
        // Outside of everything: probes answer also when the rest is slow.
        .merge(health::router(app))
}

/// Coming in, and one's own account.
fn people() -> Router<App> {
    Router::new()
        .route("/sign-up", get(sign_up::show).post(sign_up::submit))
        .route("/sign-in", get(sign_in::show).post(sign_in::submit))
        .route("/sign-in/code", get(sign_in::show_code).post(sign_in::submit_code))
        .route("/sign-out", get(sign_in::ask_out).post(sign_in::out))
        .route("/forgot", get(forgot::show).post(forgot::submit))
        .route("/reset/{token}", get(forgot::show_reset).post(forgot::submit_reset))
        .route("/invited/{token}", get(invited::show).post(invited::submit))
        .route("/me", get(me::show).post(me::save))
        .route("/me/login", get(me::show_login).post(me::save_login))
        .route("/me/password", get(security::show_password).post(security::save_password))
        .route("/me/second-factor", get(factor::show).post(factor::submit))
        .route("/me/second-factor/off", post(factor::off))
        .route("/me/sessions", get(security::show_sessions))
        .route("/me/sessions/end", post(security::end_sessions))
        .route("/me/looks", get(me::looks))
        .route("/me/data.json", get(me::data))
        .route("/me/erase", get(erase::show).post(erase::submit))
}

/// An institution's desk.
fn desk() -> Router<App> {
    Router::new()
        .route("/desk", get(desk::show).post(desk::choose))
        .route("/desk/colleagues", get(desk::colleagues).post(desk::invite))
        .route("/desk/colleagues/{id}", post(desk::change))
}

/// The office.
fn office() -> Router<App> {
    Router::new()
        .route("/office", get(office::show))
        .route("/office/institutions", get(office::institutions::list))
        .route("/office/institutions/{id}", get(office::institutions::show).post(office::institutions::invite))
        .route("/office/staff", get(office::staff::show).post(office::staff::invite))
        .route("/office/staff/{id}", post(office::staff::dismiss))
        .route("/office/audit", get(office::book::show))
}

/// The cookie's side of a session: strict, and bound to this host where the site is reached by https.
fn sessions(app: &App) -> SessionManagerLayer<Rows> {
    let https = app.config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    SessionManagerLayer::new(Rows(app.db.clone()))
        .with_name(if https { "__Host-yipin" } else { "yipin" })
        .with_secure(https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
}

fn header_layer(name: header::HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

fn api() -> (Router<App>, utoipa::openapi::OpenApi) {
    OpenApiRouter::with_openapi(docs::about())
        .routes(routes!(openings::api::search))
        .routes(routes!(openings::api::changes))
        .routes(routes!(openings::api::one))
        .routes(routes!(search::api::suggest))
        .routes(routes!(eligibility::api::judge))
        .routes(routes!(fairs::api::plan))
        .routes(routes!(screening::api::screen))
        .routes(routes!(matching::api::matches))
        .split_for_parts()
}
