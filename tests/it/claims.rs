//! What can I claim? The questions, the sheet, the rules and the wages, as a visitor meets them.

use crate::chaos::Node;
use crate::world::{Market, Reply, World, escaped, post, stories};
use serde_json::json;

/// A form sent the way a browser sends it.
async fn send(market: &Market, address: &str, fields: &[(String, String)]) -> Reply {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    market.fill_in(address, &fields).await
}

/// How many rows there are in all.
async fn rows(market: &Market) -> i64 {
    let all = yipin::db::sql(
        "select (select count(*) from openings) + (select count(*) from institutions) + (select count(*) from changes) \
         + (select count(*) from opening_moves) + (select seq from change_clock) as n",
    );
    market.db().one(all).await.expect("the tables").get("n").expect("a number")
}

fn fields(text: &str) -> Vec<(String, String)> {
    text.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The question on a page, by the name of its field.
fn asking(page: &str) -> Option<String> {
    let after = page.split_once("name=\"asking\" value=\"")?.1;
    after.split_once('"').map(|(name, _)| name.to_owned())
}

/// The answers that a page carries on.
fn carried(page: &str) -> Vec<(String, String)> {
    let form = page.split_once("<form class=\"answer\"").map_or("", |(_, rest)| rest);
    let form = form.split("</form>").next().unwrap_or_default();
    let hidden = form.split("<input type=\"hidden\" name=\"").skip(1);
    let pair = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), rest.split_once('"')?.0.replace("&amp;", "&")))
    };
    hidden.filter_map(pair).filter(|(name, _)| !name.starts_with("skills.0.occupation")).collect()
}

/// Answers every question from a list, skips the others, and gives the names asked in their order and the last page.
async fn walk(market: &Market, start: &str, answers: &[(&str, &str)]) -> (Vec<String>, String) {
    let mut page = market.get(start).await.fine().text;
    let mut asked = Vec::new();
    while let Some(question) = asking(&page) {
        assert!(asked.len() < 40, "the questions do not end: {asked:?}");
        assert!(!asked.contains(&question), "{question} was asked twice: {asked:?}");
        let mut form = carried(&page);
        match answers.iter().find(|(name, _)| *name == question) {
            Some((_, value)) if value.contains('=') => form.extend(fields(value)),
            Some((_, value)) => form.push((question.clone(), (*value).to_owned())),
            None => form.push(("skip".to_owned(), "1".to_owned())),
        }
        asked.push(question);
        page = send(market, "/subsidies", &form).await.fine().text;
    }
    (asked, page)
}

const CARER: [(&str, &str); 24] = [
    ("job", "working"),
    ("employment.region", "210302"),
    ("employment.institution_kind", "care_home"),
    ("employment.legal_form", "private_nonprofit"),
    ("employment.kind", "vacancy"),
    ("employment.post", "frontline_care"),
    ("employment.establishment", "false"),
    ("employment.hired_on", "2025-03-01"),
    ("employment.contract_from", "2025-03-01"),
    ("employment.contract_months", "36"),
    ("employment.dispatched", "false"),
    ("employment.insured_from", "2025-04-01"),
    ("employment.still_in_post", "true"),
    ("education.level", "junior_college"),
    ("education.full_time", "true"),
    ("education.major", "护理"),
    ("education.graduated_on", "2024-06-30"),
    ("birth_year", "2003"),
    ("licences", "licences.0.kind=elder_carer"),
    ("skills", "none"),
    ("household", "none"),
    ("rural", "false"),
    ("retired", "false"),
    ("registered_unemployed", "false"),
];

stories! {
    /// A graduate who works in a home since last year comes to a sheet that says since when, how much, and what to bring.
    async fn a_graduate_learns_what_to_claim_since_when_and_what_to_bring(world: World) {
        let market = world.open().await;
        let (asked, sheet) = walk(&market, "/subsidies", &CARER).await;
        assert_eq!(asked[..2], ["job", "employment.region"], "the job and its place come first");
        for needed in [
            "现在就可以申请",
            "毕业生入职养老服务机构补助（鞍山市）",
            "2026年4月1日起就符合了",
            "数额没有查到，不超过 50,000 元",
            "毕业证",
            "鞍山市或所在区（县、市）民政局",
            "鞍民发〔2024〕3号",
            "本市政策原文",
            "2015年1月1日之后入职",
        ] {
            assert!(sheet.contains(needed), "{needed} is not on the sheet");
        }
        assert!(!sheet.contains("（辽宁省）</h3><p class=\"when yes\">2026"), "the city's rule stands for the province's");
        let (now, refused) = (sheet.find("现在就可以申请"), sheet.find("<details"));
        assert!(now < refused && refused.is_some(), "what can be done comes before what is refused");
    }

    /// Somebody without schooling and without a job is not asked about majors and contracts.
    async fn nobody_is_asked_what_can_change_nothing(world: World) {
        let market = world.open().await;
        let answers =
            [("job", "none"), ("region", "岫岩"), ("education.level", "primary"), ("household", "none"), ("birth_year", "1974")];
        let (asked, sheet) = walk(&market, "/subsidies", &answers).await;
        for never in ["education.major", "education.full_time", "employment.post", "employed"] {
            assert!(!asked.iter().any(|name| name == never), "{never} was asked: {asked:?}");
        }
        assert!(sheet.contains("您的补贴单") && sheet.contains("鞍山市岫岩"), "{sheet}");
        assert!(asked.len() <= 14, "{asked:?}");
    }

    async fn everything_may_be_left_open_and_the_sheet_says_what_is_missing(world: World) {
        let market = world.open().await;
        let (asked, sheet) = walk(&market, "/subsidies?lang=en", &[]).await;
        assert!(asked.len() > 15);
        assert!(sheet.contains("还差一点才知道") && !sheet.contains("现在就可以申请</h2>"));
        assert!(sheet.contains("这里先看鞍山市的规定"));
        assert!(!sheet.contains("北京市"), "rules that do not reach home are not shown");
    }

    /// A graduate without a job: what only a job can settle stands apart, with a way to the posts that would.
    async fn what_only_a_job_is_missing_for_leads_to_the_posts(world: World) {
        let market = world.open().await;
        let mut graduate: Vec<(&str, &str)> =
            CARER.iter().copied().filter(|(name, _)| *name != "job" && !name.starts_with("employment")).collect();
        graduate.extend([("job", "none"), ("region", "210302")]);
        let (asked, sheet) = walk(&market, "/subsidies", &graduate).await;
        assert!(!asked.iter().any(|name| name.starts_with("employment.")), "{asked:?}");
        let onward = sheet.split("action=\"/match\"").nth(1).and_then(|rest| rest.split("</form>").next()).expect("a way to the posts");
        assert!(onward.contains("name=\"education.level\"") && !onward.contains("name=\"asked\"") && !onward.contains("employment"));
        let person = fields("go=result&education.level=junior_college&region=210302&employed=false");
        send(&market, "/match", &person).await.fine();
        assert!(sheet.contains("找到合适的工作，就有希望") && sheet.contains("href=\"/openings?subsidy=true\""), "{sheet}");
    }

    /// Back asks the last question again with its answer, "do not know" moves on, and "enough" ends the questions.
    async fn the_way_back_is_always_there(world: World) {
        let market = world.open().await;
        let first = market.get("/subsidies").await.fine().text;
        assert_eq!(asking(&first).as_deref(), Some("job"));
        assert!(!first.contains("name=\"back\""), "there is nothing behind the first question");
        let second = send(&market, "/subsidies", &fields("asking=job&job=none")).await.fine().text;
        assert_eq!(asking(&second).as_deref(), Some("region"));
        let mut back = carried(&second);
        back.push(("back".to_owned(), "1".to_owned()));
        let again = send(&market, "/subsidies", &back).await.fine().text;
        assert_eq!(asking(&again).as_deref(), Some("job"));
        assert!(again.contains("value=\"none\" aria-pressed=\"true\""), "the answer given before is marked");
        let mut enough = carried(&second);
        enough.push(("sheet".to_owned(), "1".to_owned()));
        let sheet = send(&market, "/subsidies", &enough).await.fine().text;
        assert!(sheet.contains("您的补贴单") && sheet.contains("没有工作"));
    }

    async fn an_answer_is_changed_from_the_sheet_and_the_others_stay(world: World) {
        let market = world.open().await;
        let told = "job=none&region=210302&education.level=bachelor&asked=job&asked=region&asked=education.level";
        let change = send(&market, "/subsidies", &fields(&format!("{told}&change=education.level"))).await.fine().text;
        assert_eq!(asking(&change).as_deref(), Some("education.level"));
        let mut other = carried(&change);
        other.extend(fields("education.level=primary&sheet=1"));
        let sheet = send(&market, "/subsidies", &other).await.fine().text;
        assert!(sheet.contains("小学") && !sheet.contains("本科</dd>") && sheet.contains("鞍山市铁东区"), "{sheet}");
    }

    async fn what_cannot_be_read_is_asked_again_with_how_to_write_it(world: World) {
        let market = world.open().await;
        for (asked, typed, how) in [
            ("birth_year", "七四年", "四位数"),
            ("region", "火星基地", "没有找到这个地方"),
            ("education.graduated_on", "去年夏天", "2024-06-30"),
            ("rural", "", "还没有填"),
            ("employment.contract_months", "很久", "几个月"),
        ] {
            let form = fields(&format!("job=working&asked=job&asking={asked}&{asked}={typed}"));
            let page = send(&market, "/subsidies", &form).await;
            assert_eq!(page.status, 400, "{asked}");
            assert!(page.text.contains(how) && page.text.contains(typed), "{asked}: {}", page.text);
            assert_eq!(asking(&page.text).as_deref(), Some(asked));
            assert!(carried(&page.text).contains(&("job".to_owned(), "working".to_owned())), "nothing said before is lost");
        }
        let sloppy = fields("job=none&asked=job&region=210302&asked=region&asking=birth_year&birth_year= １９７４年 ");
        send(&market, "/subsidies", &sloppy).await.fine();
    }

    async fn fields_nobody_typed_are_refused_by_their_names(world: World) {
        let market = world.open().await;
        for (form, named) in [
            ("education.level=genius", "education.level"),
            ("employment.post=wizard", "employment.post"),
            ("asked=sex", "asked"),
            ("asking=shoe_size", "asking"),
            ("change=office.decision", "change"),
            ("job=maybe", "job"),
            ("licences.0.kind=pilot", "licences.0.kind"),
        ] {
            let page = send(&market, "/subsidies", &fields(form)).await;
            assert_eq!(page.status, 400, "{form}");
            assert!(page.text.contains(named) && page.text.contains("href=\"/\""), "{form}: {}", page.text);
        }
        let flood = vec![("rural".to_owned(), "true".to_owned()); 500];
        assert_eq!(send(&market, "/subsidies", &flood).await.status, 400);
        for bytes in [&b"%%%&=&a=%ff%fe"[..], b"\0\0", b"{\"person\":{}}", b"job=%f0%28", b""] {
            let sent = reqwest::Client::new().post(format!("{}/subsidies", market.home)).body(bytes.to_vec()).send().await;
            let status = sent.expect("an answer").status();
            assert!(status == 200 || status == 400, "{bytes:?}: {status}");
        }
    }

    /// The page of matches hands on what it knows of a person, and more besides.
    async fn the_answers_of_another_page_are_taken_over_and_the_rest_passed_over(world: World) {
        let market = world.open().await;
        let form = fields(
            "education.level=junior_college&education.full_time=true&licences.3.kind=nurse&licences.3.valid_until=2030-01-01\
             &work.0.sector=retail&work.0.years=3&wants.pay_min=4000&wants.kinds=vacancy&lat=41.1&region=210302&token=x",
        );
        let page = send(&market, "/subsidies", &form).await.fine().text;
        assert_eq!(asking(&page).as_deref(), Some("job"));
        let kept = carried(&page);
        assert!(kept.contains(&("licences.3.kind".to_owned(), "nurse".to_owned())), "{kept:?}");
        assert!(!kept.iter().any(|(name, _)| name.starts_with("wants") || name == "token" || name.starts_with("work")));
    }

    async fn the_counter_fills_in_one_page(world: World) {
        let market = world.open().await;
        let page = market.get("/subsidies/form").await.fine().text;
        for name in ["education.level", "household", "employment.hired_on", "skills.0.level", "job", "employment.region"] {
            assert!(page.contains(&format!("name=\"{name}\"")), "{name}");
        }
        let plain = CARER.iter().filter(|(_, value)| !value.contains('='));
        let mut filled: Vec<(String, String)> =
            plain.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        filled.retain(|(name, _)| name != "skills");
        filled.extend(fields("form=all&skills.0.occupation=&skills.0.level=3"));
        let sheet = send(&market, "/subsidies", &filled).await.fine().text;
        assert!(sheet.contains("2026年4月1日起就符合了") && sheet.contains("中级工"), "{sheet}");
        let mut faulty = filled.clone();
        faulty.iter_mut().filter(|(name, _)| name == "education.graduated_on").for_each(|(_, value)| "夏天".clone_into(value));
        let page = send(&market, "/subsidies", &faulty).await;
        assert_eq!(page.status, 400);
        assert!(page.text.contains("毕业日期") && page.text.contains("value=\"2025-03-01\""), "what was filled in stays");
    }

    /// From the page of a post its facts come along, so that only the person is asked.
    async fn a_post_brings_its_facts_along(world: World) {
        let home = json!({"institution": "铁东区颐和养老院", "occupation": "elder_carer"});
        let market = world.open_with_posts([post("carer", "养老护理员", home), post("gone", "护工", json!({}))]).await;
        let address = market.page_of("carer").await;
        let page = market.get(&address).await.fine().text;
        let id = address.trim_start_matches("/openings/");
        assert!(page.contains("这个岗位可能有的补贴") && page.contains("/policies/anshan-graduate-entry"), "{page}");
        assert!(!page.contains("/policies/liaoning-graduate-entry"), "the city's rule stands for the province's");
        assert!(page.contains(&format!("/subsidies?opening={id}")));
        let (asked, sheet) = walk(&market, &format!("/subsidies?opening={id}"), &[]).await;
        for told in ["job", "employment.region", "employment.post", "employment.occupation"] {
            assert!(!asked.iter().any(|name| name == told), "{told} was asked: {asked:?}");
        }
        assert!(sheet.contains("一线护理") && sheet.contains("找好了，还没去"));
        market.happens("gone", yipin::openings::Event::Close).await;
        let gone = market.page_of("gone").await;
        for wrong in [gone.trim_start_matches("/openings/"), "zzz", ""] {
            assert_eq!(market.get(&format!("/subsidies?opening={wrong}")).await.status, 404, "{wrong}");
        }
        assert_eq!(market.get("/subsidies?colour=red").await.status, 400);
    }

    /// Whoever switches to large type in the middle of the questions keeps the answers.
    async fn switching_language_or_type_keeps_the_answers(world: World) {
        let market = world.open().await;
        let form = fields("asking=region&region=210302&job=none&asked=job&asked=region");
        let page = send(&market, "/subsidies", &form).await.fine().text;
        let question = asking(&page).expect("a question");
        assert!(page.contains("formaction=\"/subsidies?lang=en\"") && page.contains("form=\"carry\""), "{page}");
        let carry = fields(&format!("job=none&region=210302&asked=job&asked=region&change={question}&go=stay"));
        let english = send(&market, "/subsidies?lang=en", &carry).await.fine().text;
        assert_eq!(asking(&english), Some(question));
        assert!(english.contains("<html lang=\"en\"") && carried(&english).contains(&("region".to_owned(), "210302".to_owned())));
    }

    /// No table holds a word of what was answered, and no address does.
    async fn nothing_that_was_answered_is_kept(world: World) {
        let market = world.open().await;
        let before = rows(&market).await;
        let secret = "养生堂秘方专业";
        let answers: Vec<(&str, &str)> =
            CARER.iter().map(|(name, value)| if *name == "education.major" { (*name, secret) } else { (*name, *value) }).collect();
        let (_, sheet) = walk(&market, "/subsidies", &answers).await;
        assert!(sheet.contains(secret), "it is on the sheet");
        assert_eq!(rows(&market).await, before, "rows were written");
        assert!(!sheet.contains(&format!("href=\"/subsidies?{}", escaped("education.major"))), "an answer stands in an address");
    }

    async fn the_rules_of_a_day_are_listed_by_place(world: World) {
        let market = world.open().await;
        let page = market.get("/policies").await.fine().text;
        let (anshan, liaoning, china, beijing) =
            (page.find("鞍山市的规定"), page.find("辽宁省的规定"), page.find("全国的规定"), page.find("北京市的规定"));
        assert!(anshan < liaoning && liaoning < china && china < beijing && anshan.is_some(), "home comes first");
        let then = market.get("/policies?on=2025-06-01&region=210302").await.fine().text;
        assert!(then.contains("一次性扩岗补助（2025年）") && !then.contains("北京市的规定"));
        let before = market.get("/policies?on=2017-12-31&region=210302").await.fine().text;
        assert!(!before.contains("（辽宁省，2018年）</a></h3><p>"), "it had not begun");
        for (address, field) in
            [("/policies?on=yesterday", "on"), ("/policies?region=Atlantis", "region"), ("/policies?colour=red", "colour")]
        {
            let page = market.get(address).await;
            assert_eq!(page.status, 400, "{address}");
            assert!(page.text.contains(field), "{address}");
        }
    }

    async fn every_rule_has_a_page_for_every_version_in_both_languages(world: World) {
        let market = world.open().await;
        let packs = yipin::eligibility::carried::packs().expect("sound rules");
        for pack in packs.policies().flat_map(|policy| policy.versions()) {
            for lang in ["zh", "en"] {
                let address = format!("/policies/{}/{}?lang={lang}", pack.slug, pack.version);
                let page = market.get(&address).await.fine().text;
                let title = if lang == "zh" { &pack.title.zh } else { &pack.title.en };
                assert!(page.contains(title.as_str()), "{address}");
                let shown = |text: &str| page.contains(&text.replace('&', "&amp;"));
                for line in &pack.lines {
                    assert!(shown(if lang == "zh" { &line.text.zh } else { &line.text.en }), "{address}: {}", line.name);
                    assert!(line.clause.as_deref().is_none_or(&shown), "{address}: {}", line.name);
                }
                assert!(pack.sources.iter().all(|source| shown(&source.title)), "{address}: sources");
                assert!(page.len() < 37_000, "{address}: {} bytes", page.len());
            }
        }
    }

    async fn what_changed_between_versions_is_told_and_an_old_version_says_so(world: World) {
        let market = world.open().await;
        let now = market.get("/policies/liaoning-graduate-entry").await.fine().text;
        assert!(now.contains("和 2018 版比，变了什么") && now.contains("毕业3年内入职") && now.contains("新加的条件"), "{now}");
        assert!(now.contains("rel=\"canonical\""));
        let old = market.get("/policies/liaoning-graduate-entry/2018").await.fine().text;
        assert!(old.contains("这是旧的一版") && old.contains("href=\"/policies/liaoning-graduate-entry\""));
        let then = market.get("/policies/liaoning-graduate-entry?on=2020-01-01").await.fine().text;
        assert!(then.contains("（辽宁省，2018年）"));
        let ended = market.get("/policies/hiring-expansion-subsidy").await.fine().text;
        assert!(ended.contains("这条规定没有施行"), "{ended}");
    }

    async fn a_rule_that_is_not_there_is_a_page_with_a_way_on(world: World) {
        let market = world.open().await;
        for address in ["/policies/atlantis-grant", "/policies/liaoning-graduate-entry/1999", "/policies/%00", "/policies/a/b?lang=en"] {
            let page = market.get(address).await;
            assert_eq!(page.status, 404, "{address}");
            assert!(page.text.contains("href=\"/policies\"") && page.text.contains("href=\"/subsidies\""), "{address}");
        }
    }

    /// Whoever changes a sentence sees it beside the others, in both languages.
    async fn every_kind_of_sentence_stands_on_the_styleguide(world: World) {
        let market = world.open().await;
        let packs = yipin::eligibility::carried::packs().expect("sound rules");
        for lang in ["zh", "en"] {
            let page = market.get(&format!("/styleguide?lang={lang}")).await.fine().text;
            for fact in yipin::eligibility::facts::Fact::ALL.iter().filter(|fact| fact.askable()) {
                let question = packs.words().question(*fact).expect("a question");
                let asked = if lang == "zh" { &question.ask.zh } else { &question.ask.en };
                assert!(page.contains(asked.as_str()), "{lang}: {asked}");
            }
            for sign in ["✓", "✗", "…", "?"] {
                assert!(page.contains(&format!("\">{sign}</b>")), "{lang}: no line says {sign}");
            }
            assert!(page.len() < 36_000, "{lang}: {} bytes", page.len());
        }
    }

    async fn the_minimum_wages_stand_with_their_day_and_source(world: World) {
        let market = world.open().await;
        let page = market.get("/wages").await.fine().text;
        for needed in ["1,610", "16.3", "1,480", "铁东", "岫岩", "2019年11月1日", "鞍人社发〔2019〕14号", "网上转载"] {
            assert!(page.contains(needed), "{needed}");
        }
        assert!(market.get("/wages?lang=en").await.fine().text.contains("Minimum wages"));
    }

    async fn the_rules_are_on_the_map_for_search_engines(world: World) {
        let market = world.open().await;
        let index = market.get("/sitemap.xml").await.fine().text;
        assert!(index.contains("/sitemap/pages/0"));
        let map = market.get("/sitemap/pages/0").await.fine().text;
        for address in ["/subsidies", "/policies", "/wages", "/policies/anshan-graduate-entry"] {
            assert!(map.contains(&format!("{}{address}</loc>", market.home)), "{address}");
            market.get(address).await.fine();
        }
    }

    /// An office lays a rule and a faulty one into its data folder: the sound one is in use, the faulty one is named.
    async fn an_office_adds_rules_without_a_release_and_a_faulty_file_stops_nothing(world: World) {
        let folder = world.data().join("policies/210300-anshan");
        std::fs::create_dir_all(&folder).expect("a folder");
        let own = include_str!("../../policies/210300-anshan/graduate-entry.2024.toml");
        let known = own.replacen("certainty = \"not_entered\"", "certainty = \"exact\"", 1);
        let known = known.replace("junior_college = \"not_entered\"", "junior_college = 45000");
        std::fs::write(folder.join("graduate-entry.2024.toml"), known).expect("a file");
        let broken = include_str!("../../policies/210300-anshan/settlement.toml").replace("fact = \"skills\"", "fact = \"luck\"");
        let line = broken.lines().position(|line| line.contains("luck")).expect("there") + 1;
        std::fs::write(folder.join("settlement.toml"), broken).expect("a file");

        let checked = world.yipin().arg("check").output().expect("yipin starts");
        let told = String::from_utf8_lossy(&checked.stdout).into_owned();
        assert!(!checked.status.success(), "{told}");
        assert!(told.contains(&format!("policies/210300-anshan/settlement.toml, line {line}:")) && told.contains("luck"), "{told}");

        let question = world.data().join("question.json");
        let asked = json!({"on": "2026-11-23", "person": {"region": "210302", "education": {"level": "junior_college"}}, "policies": ["anshan-graduate-entry", "anshan-direct-settlement"]});
        std::fs::write(&question, asked.to_string()).expect("a file");
        let judged = world.yipin().arg("judge").arg(&question).output().expect("yipin starts");
        let answer: serde_json::Value = serde_json::from_slice(&judged.stdout).expect("JSON");
        assert_eq!(answer["verdicts"][0]["amount"]["value"], 45_000);
        assert_eq!(answer["verdicts"][1]["policy"], "anshan-direct-settlement", "the carried rule goes on");

        let node = Node::start(&world, world.data());
        let page = reqwest::get(format!("{}/policies", node.home)).await.expect("an answer").text().await.expect("a page");
        assert!(page.contains("settlement.toml") && page.contains("没有用上") && page.contains("本地录入"), "{page}");
        assert!(page.contains("45,000 元"), "{page}");
        assert!(node.terminate().success());
    }
}
