//! A real Chromium and its tabs. A tab goes somewhere, is asked things in script, is typed and clicked into as a person would, and
//! remembers what went wrong on the way: errors, broken rules of content, requests to strangers.

use chromiumoxide::browser::{Browser, BrowserConfig};
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams, SetEmulatedMediaParams, SetFocusEmulationEnabledParams,
    SetScriptExecutionDisabledParams,
};
use chromiumoxide::cdp::browser_protocol::input::{DispatchKeyEventParams, DispatchKeyEventType, InsertTextParams};
use chromiumoxide::cdp::browser_protocol::log::{EventEntryAdded, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::network::EventRequestWillBeSent;
use chromiumoxide::cdp::browser_protocol::target::{CreateBrowserContextParams, CreateTargetParams};
use chromiumoxide::cdp::js_protocol::runtime::{
    ConsoleApiCalledType, EvaluateParams, EventConsoleApiCalled, EventExceptionThrown,
};
use chromiumoxide::js::EvaluationResult;
use chromiumoxide::layout::Point;
use chromiumoxide::listeners::EventStream;
use chromiumoxide::page::Page;
use futures::{FutureExt as _, StreamExt as _};
use serde::de::DeserializeOwned;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::task::JoinHandle;

/// How long a page is given to do something; a machine that is busy with other tests is slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// The browser all stories share.
pub struct Chrome {
    browser: Browser,
    driving: JoinHandle<()>,
    _profile: TempDir,
}

impl Chrome {
    /// Starts Chromium; where it does not come up, tries again twice.
    pub async fn launch() -> Result<Self, String> {
        let mut why = String::new();
        for _ in 0..3 {
            match Self::try_launch().await {
                Ok(chrome) => return Ok(chrome),
                Err(fault) => why = fault,
            }
        }
        Err(why)
    }

    async fn try_launch() -> Result<Self, String> {
        let profile = tempfile::Builder::new().prefix("yipin-chromium-").tempdir().map_err(|fault| fault.to_string())?;
        let config = BrowserConfig::builder()
            .new_headless_mode()
            // Its sandbox does not run as root; it shows nothing but our own pages.
            .no_sandbox()
            .user_data_dir(profile.path())
            .viewport(None)
            .launch_timeout(Duration::from_secs(60))
            .request_timeout(Duration::from_secs(60))
            .args(["disable-gpu", "disable-quic", "disable-component-update", "no-zygote"])
            .build()
            .map_err(|fault| {
                format!("no Chromium found ({fault}): install one (Debian: apt-get install chromium fonts-noto-cjk) or name it in CHROME")
            })?;
        let (browser, mut handler) =
            Browser::launch(config).await.map_err(|fault| format!("Chromium does not start: {fault}"))?;
        let driving = tokio::spawn(async move { while handler.next().await.is_some() {} });
        Ok(Self { browser, driving, _profile: profile })
    }

    /// Closes the browser and waits until its process is gone.
    pub async fn close(mut self) {
        let gone = async {
            let _ = self.browser.close().await;
            let _ = self.browser.wait().await;
        };
        if tokio::time::timeout(Duration::from_secs(10), gone).await.is_err() {
            self.browser.kill().await;
        }
        self.driving.abort();
    }

    /// A tab of a visitor nobody has seen before: no cookies, an empty cache. `home` is the address of the site.
    pub async fn tab(&self, home: &str) -> Tab {
        let context = CreateBrowserContextParams::builder().dispose_on_detach(true).build();
        let context = self.browser.create_browser_context(context).await.expect("a context");
        let target = CreateTargetParams::builder().url("about:blank").browser_context_id(context).build().expect("a target");
        let page = self.browser.new_page(target).await.expect("a tab");
        page.execute(SetFocusEmulationEnabledParams::new(true)).await.expect("a tab in front");
        let tab = Tab {
            logged: page.event_listener().await.expect("its log"),
            thrown: page.event_listener().await.expect("its exceptions"),
            said: page.event_listener().await.expect("its console"),
            asked: page.event_listener().await.expect("its requests"),
            page,
            home: home.to_owned(),
        };
        tab.look(1280, false).await;
        tab
    }
}

/// A tab.
pub struct Tab {
    page: Page,
    home: String,
    logged: EventStream<EventEntryAdded>,
    thrown: EventStream<EventExceptionThrown>,
    said: EventStream<EventConsoleApiCalled>,
    asked: EventStream<EventRequestWillBeSent>,
}

impl Tab {
    /// Goes to an address of the site and waits until it is drawn.
    pub async fn go(&self, address: &str) {
        let url = if address.starts_with("http") { address.to_owned() } else { format!("{}{address}", self.home) };
        self.page.goto(url).await.unwrap_or_else(|fault| panic!("{address}: {fault}"));
    }

    /// What a script gives; a promise is waited for.
    pub async fn ask<T: DeserializeOwned>(&self, script: &str) -> T {
        self.try_ask(script).await.unwrap_or_else(|fault| panic!("{script:.200}: {fault}"))
    }

    /// Runs a script for what it does.
    pub async fn run(&self, script: &str) {
        self.evaluate(script).await.unwrap_or_else(|fault| panic!("{script:.200}: {fault}"));
    }

    async fn try_ask<T: DeserializeOwned>(&self, script: &str) -> Result<T, String> {
        self.evaluate(script).await?.into_value().map_err(|fault| fault.to_string())
    }

    async fn evaluate(&self, script: &str) -> Result<EvaluationResult, String> {
        let asked = EvaluateParams::builder().expression(script).await_promise(true).return_by_value(true).build()?;
        self.page.evaluate(asked).await.map_err(|fault| fault.to_string())
    }

    /// Waits until a script gives true; fails with the sentence if it does not.
    pub async fn until(&self, what: &str, script: &str) {
        let begun = Instant::now();
        // While a page gives way to the next one, it cannot be asked.
        while !self.try_ask::<bool>(script).await.unwrap_or(false) {
            if begun.elapsed() > PATIENCE {
                let seen: String = self.ask("location.href + '\\n' + document.body.innerText.slice(0, 1500)").await;
                panic!("never came about: {what}\n{seen}");
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    }

    /// The text a person sees.
    pub async fn text(&self) -> String {
        self.ask("document.body.innerText").await
    }

    /// Path and parameters of where the tab is.
    pub async fn address(&self) -> String {
        self.ask("decodeURIComponent(location.pathname + location.search)").await
    }

    /// A window of this width, in the light or in the dark.
    pub async fn look(&self, width: i64, dark: bool) {
        let size = SetDeviceMetricsOverrideParams::new(width, 800, 1.0, width < 600);
        self.page.execute(size).await.expect("a window");
        self.media("screen", if dark { "dark" } else { "light" }).await;
    }

    /// As it would be printed.
    pub async fn on_paper(&self) {
        self.media("print", "light").await;
    }

    async fn media(&self, kind: &str, scheme: &str) {
        let features =
            vec![MediaFeature::new("prefers-color-scheme", scheme), MediaFeature::new("prefers-reduced-motion", "reduce")];
        let media = SetEmulatedMediaParams::builder().media(kind).features(features).build();
        self.page.execute(media).await.expect("a medium");
    }

    /// From the next page on, no script of a page runs.
    pub async fn without_scripts(&self) {
        self.page.execute(SetScriptExecutionDisabledParams::new(true)).await.expect("scripts off");
    }

    /// Types a text where the focus is, as an input method writes it.
    pub async fn types(&self, text: &str) {
        self.page.execute(InsertTextParams::new(text)).await.expect("typed");
    }

    /// Presses a key: `Tab`, `Enter`, `Escape`, `Space`, `ArrowDown` …
    pub async fn press(&self, key: &str) {
        let (key, code, number, text) = match key {
            "Tab" => ("Tab", "Tab", 9, None),
            "Enter" => ("Enter", "Enter", 13, Some("\r")),
            "Escape" => ("Escape", "Escape", 27, None),
            "Space" => (" ", "Space", 32, Some(" ")),
            "ArrowUp" => ("ArrowUp", "ArrowUp", 38, None),
            "ArrowDown" => ("ArrowDown", "ArrowDown", 40, None),
            other => panic!("no such key: {other}"),
        };
        for kind in [DispatchKeyEventType::KeyDown, DispatchKeyEventType::KeyUp] {
            let mut event = DispatchKeyEventParams::new(kind.clone());
            event.key = Some(key.to_owned());
            event.code = Some(code.to_owned());
            event.windows_virtual_key_code = Some(number);
            event.text = text.filter(|_| kind == DispatchKeyEventType::KeyDown).map(str::to_owned);
            self.page.execute(event).await.expect("a key");
        }
    }

    /// Clicks in the middle of what a script names, with the mouse: what lies over it would get the click instead.
    pub async fn click(&self, element: &str) {
        let script = format!(
            "(() => {{ const it = {element}; if (!it) return null; it.scrollIntoView({{ block: 'center', behavior: 'instant' }});
               const box = it.getClientRects()[0]; return box ? [box.x + box.width / 2, box.y + box.height / 2] : null }})()"
        );
        let middle: Option<(f64, f64)> = self.ask(&script).await;
        let (x, y) = middle.unwrap_or_else(|| panic!("nothing to click: {element}"));
        self.page.click(Point::new(x, y)).await.unwrap_or_else(|fault| panic!("{element}: {fault}"));
    }

    /// Clicks and waits for the page it leads to.
    pub async fn follow(&self, element: &str) {
        self.run("window.left = true").await;
        self.click(element).await;
        self.until(&format!("a new page after {element}"), "window.left !== true && document.readyState === 'complete'").await;
    }

    /// The tab as a PDF on A4.
    pub async fn pdf(&self) -> Vec<u8> {
        use chromiumoxide::cdp::browser_protocol::page::PrintToPdfParams;
        let paper = PrintToPdfParams::builder().paper_width(8.27).paper_height(11.69).build();
        self.page.pdf(paper).await.expect("a PDF")
    }

    /// Everything that went wrong since it was last asked.
    pub async fn trouble(&mut self) -> Vec<String> {
        // What the page had to say before this came before its answer.
        let here: String = self.ask("location.href").await;
        let origin: String = self.ask("location.origin").await;
        let mut trouble = Vec::new();
        while let Some(Some(event)) = self.logged.next().now_or_never() {
            let entry = &event.entry;
            // That the page itself is a 404 is no trouble; a file it asks for is.
            let is_the_page = entry.url.as_deref() == Some(here.as_str()) && entry.text.starts_with("Failed to load resource");
            if entry.level == LogEntryLevel::Error && !is_the_page {
                trouble.push(format!("{} ({})", entry.text, entry.url.as_deref().unwrap_or("no address")));
            }
        }
        while let Some(Some(event)) = self.thrown.next().now_or_never() {
            trouble.push(format!("a script failed: {:?}", event.exception_details.exception.as_ref().map(|it| &it.description)));
        }
        while let Some(Some(event)) = self.said.next().now_or_never() {
            if matches!(event.r#type, ConsoleApiCalledType::Error | ConsoleApiCalledType::Assert) {
                trouble.push(format!("the console: {:?}", event.args));
            }
        }
        while let Some(Some(event)) = self.asked.next().now_or_never() {
            let url = &event.request.url;
            let own = url.strip_prefix(origin.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            if !own && !url.starts_with("data:") && url != "about:blank" {
                trouble.push(format!("asked a stranger: {url}"));
            }
        }
        trouble
    }

    /// Closes the tab.
    pub async fn close(self) {
        let _ = self.page.close().await;
    }
}
