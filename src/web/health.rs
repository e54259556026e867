//! What machines ask: alive, ready, and the figures.

use crate::app::App;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::LazyLock;
use std::time::Instant;

/// The figures of this process; one recorder however many servers a process starts, as tests do.
static FIGURES: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| {
    let buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0];
    let builder = PrometheusBuilder::new().set_buckets_for_metric(Matcher::Suffix("seconds".to_owned()), &buckets);
    builder.and_then(PrometheusBuilder::install_recorder).ok()
});

/// `/healthz`, `/readyz` and `/metrics`.
pub fn router(app: App) -> Router {
    LazyLock::force(&FIGURES);
    Router::new()
        .route("/healthz", get(|| async { "alive\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(figures))
        .with_state(app)
}

async fn ready(State(app): State<App>) -> (StatusCode, String) {
    match app.search.health(&app.db).await {
        Ok(health) if health.is_ready() => {
            (StatusCode::OK, format!("ready; {} documents, {} changes behind\n", health.documents, health.lag))
        }
        Ok(health) => (StatusCode::SERVICE_UNAVAILABLE, format!("catching up; {} changes behind\n", health.lag)),
        Err(fault) => {
            tracing::error!(%fault, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database is not reached\n".to_owned())
        }
    }
}

async fn figures(State(app): State<App>) -> Response {
    if let Ok(health) = app.search.health(&app.db).await {
        metrics::gauge!("yipin_index_lag_changes").set(health.lag as f64);
        metrics::gauge!("yipin_index_documents").set(health.documents as f64);
    }
    if let Ok(lag) = app.directory.lag(&app.db).await {
        metrics::gauge!("yipin_people_index_lag_changes").set(lag as f64);
        metrics::gauge!("yipin_people_index_documents").set(app.directory.people() as f64);
    }
    let text = FIGURES.as_ref().map(PrometheusHandle::render).unwrap_or_default();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

/// Counts and times what passes through, by address pattern and status.
pub async fn count(path: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let path = path.map_or_else(|| "other".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let labels = [("path", path), ("status", response.status().as_str().to_owned())];
    metrics::counter!("yipin_requests_total", &labels).increment(1);
    metrics::histogram!("yipin_request_seconds", &labels[..1]).record(begun.elapsed().as_secs_f64());
    response
}
