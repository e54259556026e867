//! The files a page brings along, carried inside the program. Each has a digest of its bytes in its address, so browsers may keep it
//! for good and a new release is seen at once.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use std::sync::LazyLock;

/// A file under `/static/`.
struct Asset {
    kind: &'static str,
    bytes: &'static [u8],
    address: String,
}

macro_rules! assets {
    ($($name:ident $file:ident: $stem:literal . $end:literal, $kind:literal;)+) => {
        $(
            static $file: LazyLock<Asset> =
                LazyLock::new(|| Asset::new($stem, $end, $kind, include_bytes!(concat!("../../static/", $stem, ".", $end))));
            /// The address of this file.
            pub fn $name() -> &'static str {
                &$file.address
            }
        )+
        static ASSETS: &[&LazyLock<Asset>] = &[$(&$file),+];
    };
}

assets! {
    stylesheet STYLESHEET: "app"."css", "text/css; charset=utf-8";
    rules_style RULES_STYLE: "rules"."css", "text/css; charset=utf-8";
    match_style MATCH_STYLE: "match"."css", "text/css; charset=utf-8";
    people_style PEOPLE_STYLE: "people"."css", "text/css; charset=utf-8";
    script SCRIPT: "app"."js", "text/javascript; charset=utf-8";
    icons ICONS: "icons"."svg", "image/svg+xml";
    mark MARK: "mark"."svg", "image/svg+xml";
    scene SCENE: "scene"."svg", "image/svg+xml";
    touch_icon TOUCH_ICON: "touch"."png", "image/png";
    manifest MANIFEST: "site"."webmanifest", "application/manifest+json";
}

impl Asset {
    fn new(stem: &str, end: &str, kind: &'static str, bytes: &'static [u8]) -> Self {
        // FNV-1a: only "is this the same file".
        let digest =
            bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
        Self { kind, bytes, address: format!("/static/{stem}.{digest:016x}.{end}") }
    }
}

/// `GET /static/{file}`
pub async fn serve(Path(file): Path<String>) -> Result<Response, crate::error::Error> {
    let asset = ASSETS.iter().find(|asset| asset.address.strip_prefix("/static/") == Some(file.as_str()));
    let asset = asset.ok_or(crate::error::Error::Missing("file"))?;
    let headers = [(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    Ok((headers, asset.bytes).into_response())
}

/// `GET /favicon.ico`, which browsers ask for whatever a page says.
pub async fn favicon() -> Response {
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CACHE_CONTROL, "public, max-age=86400")];
    (headers, include_bytes!("../../static/mark.svg").as_slice()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_has_an_address_of_its_own_that_changes_with_its_bytes() {
        assert!(stylesheet().starts_with("/static/app.") && stylesheet().ends_with(".css"));
        let again = Asset::new("app", "css", "text/css", b"body{}");
        assert_ne!(again.address, stylesheet());
        assert_eq!(again.address, Asset::new("app", "css", "text/css", b"body{}").address);
    }

    #[test]
    fn the_pages_stay_light() {
        let size = |address: &str| ASSETS.iter().find(|asset| asset.address == address).map_or(0, |asset| asset.bytes.len());
        assert!((1..=18_000).contains(&size(stylesheet())), "{} bytes of style", size(stylesheet()));
        assert!((1..=6_000).contains(&size(rules_style())), "{} bytes of style for rules", size(rules_style()));
        assert!((1..=6_000).contains(&size(match_style())), "{} bytes of style for matching", size(match_style()));
        assert!((1..=6_000).contains(&size(people_style())), "{} bytes of style for people", size(people_style()));
        assert!((1..=6_000).contains(&size(script())), "{} bytes of script", size(script()));
    }
}
