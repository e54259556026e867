//! People on record: what lists bring, who may see it, what is left when somebody is gone.

use crate::world::{Engine, World, days_ago, lines, stories};
use serde_json::{Map, Value, json};
use std::path::Path;
use yipin::candidates::store::household::Told;
use yipin::candidates::store::{self, consents, erasure, household, log};
use yipin::candidates::{Agreed, Candidate, Cause, Confidant, IdNumber, Key, Looker};
use yipin::codes::{Channel, HouseholdFlag, Visibility};
use yipin::db::{Db, sql};
use yipin::import::columns::Table;
use yipin::import::normalise::Defaults;
use yipin::import::{self, Job, Summary};
use yipin::time::{Stamp, day_number, day_of_number, today};

/// A row of a list of people.
pub fn seeker(number: &str, name: &str, more: Value) -> Value {
    let mut row = Map::from_iter([("source_id".to_owned(), json!(number)), ("name".to_owned(), json!(name))]);
    row.extend(more.as_object().cloned().unwrap_or_default());
    Value::Object(row)
}

/// The columns that show a profile to all verified institutions.
pub fn shown() -> Value {
    json!({"visible_to": "verified", "consent_on": days_ago(3), "consent_channel": "desk", "consent_wording": "同意"})
}

/// Both objects in one.
pub fn with(one: Value, other: Value) -> Value {
    let mut both = one.as_object().cloned().unwrap_or_default();
    both.extend(other.as_object().cloned().unwrap_or_default());
    Value::Object(both)
}

pub fn key(data: &Path) -> Key {
    Key::of(data, None).expect("a key")
}

/// Imports people from a file; gives the summary and the text of the rejects.
pub async fn import_file(db: &Db, data: &Path, file: &Path) -> (Summary, String) {
    let rejects = data.join("people.rejects.csv");
    let _ = std::fs::remove_file(&rejects);
    let defaults = Defaults { source: Some("test".to_owned()), region: Some("210300".to_owned()) };
    let job = Job { table: Table::Candidates, file: file.to_owned(), defaults, rejects: rejects.clone() };
    let summary = import::run_people(db, &job, &key(data), &|_, _, _| {}).await.expect("the import runs");
    (summary, std::fs::read_to_string(rejects).unwrap_or_default())
}

/// Imports rows of people.
pub async fn import_rows(db: &Db, data: &Path, rows: impl IntoIterator<Item = Value>) -> (Summary, String) {
    let file = data.join("people.jsonl");
    std::fs::write(&file, lines(rows)).expect("a list");
    import_file(db, data, &file).await
}

pub async fn id_of(db: &Db, number: &str) -> i64 {
    store::by_source(db, "test", number).await.expect("the store answers").unwrap_or_else(|| panic!("no {number}"))
}

pub async fn of(db: &Db, number: &str) -> Candidate {
    let id = id_of(db, number).await;
    store::record(db, id, Looker::Staff(1), "story", Stamp::now()).await.expect("the store answers").expect("a record")
}

fn counts(summary: &Summary) -> (u64, u64, u64, u64) {
    (summary.new, summary.changed, summary.same, summary.refused)
}

stories! {
    async fn a_list_of_people_goes_in_once_however_often_it_is_brought(world: World) {
        let db = world.db().await;
        let row = |pay: i64| seeker("1", "王桂芝", json!({
            "手机号": "138 0000 0000", "年龄": 52, "文化程度": "初中", "现居住地": "岫岩县", "求职意向": "护工、保洁", "期望工资": pay,
            "证书": "健康证(2027-03-08)", "household": "低保", "备注": "…",
        }));
        let (summary, _) = import_rows(&db, world.data(), [row(2500), seeker("2", "李立新", json!({}))]).await;
        assert_eq!((counts(&summary), summary.unknown_columns), ((2, 0, 0, 0), vec!["备注".to_owned()]));
        let (summary, _) = import_rows(&db, world.data(), [row(2500), seeker("2", "李立新", json!({}))]).await;
        assert_eq!(counts(&summary), (0, 0, 2, 0));
        let (summary, _) = import_rows(&db, world.data(), [row(2800)]).await;
        assert_eq!(counts(&summary), (0, 1, 0, 0));
        let person = of(&db, "1").await.person;
        assert_eq!(person.birth_year, Some(today().year() - 52));
        assert_eq!(person.region.as_deref(), Some("210323"));
        assert_eq!(person.licences.map(|held| held.len()), Some(1));
        assert_eq!(person.wants.and_then(|wants| wants.pay_min), Some(2800));
        assert_eq!(person.household, None, "the household is no part of the record");
        assert_eq!(of(&db, "2").await.person.licences, None, "who says nothing of licences has not said none");
        assert_eq!(store::count(&db).await.expect("a count"), 2);
    }

    async fn a_row_that_leaves_something_out_leaves_what_is_on_record(world: World) {
        let db = world.db().await;
        let told = json!({"phone": "13800000000", "retired": "是", "licences": ["护士证"], "wants": {"occupations": ["nurse"], "nights": false}});
        import_rows(&db, world.data(), [seeker("1", "赵凤芹", told)]).await;
        import_rows(&db, world.data(), [seeker("1", "赵凤芹", json!({"wants.nights": "是", "licences": []}))]).await;
        let record = of(&db, "1").await;
        assert_eq!(record.phone.as_deref(), Some("13800000000"));
        assert_eq!((record.person.retired, record.person.licences), (Some(true), Some(vec![])));
        let wants = record.person.wants.expect("wishes");
        assert_eq!((wants.occupations.as_slice(), wants.nights), (&["nurse".to_owned()][..], Some(true)));
    }

    async fn a_list_fills_what_somebody_left_open_and_overwrites_nothing_they_wrote(world: World) {
        let db = world.db().await;
        import_rows(&db, world.data(), [seeker("1", "王桂芝", json!({"phone": "13800000000", "rural": "是"}))]).await;
        let id = id_of(&db, "1").await;
        let mut tx = db.begin().await.expect("a transaction");
        assert!(store::belongs_to(&mut tx, id, 77, Stamp::now()).await.expect("an answer"));
        let own = yipin::person::Person { retired: Some(false), birth_year: Some(1974), ..Default::default() };
        assert!(store::rewrite(&mut tx, id, "王桂之", Some("13900000000"), &own, Stamp::now()).await.expect("written"));
        tx.commit().await.expect("committed");
        import_rows(&db, world.data(), [seeker("1", "王桂芝", json!({"phone": "13800000001", "retired": "是", "licences": "健康证"}))]).await;
        let record = store::of_account(&db, 77, "my page", Stamp::now()).await.expect("an answer").expect("a record");
        assert_eq!((record.name.as_str(), record.phone.as_deref()), ("王桂之", Some("13900000000")));
        assert_eq!((record.person.retired, record.person.rural), (Some(false), None), "what was taken out stays out");
        assert_eq!(record.person.licences.map(|held| held.len()), Some(1), "what was left open is filled");
        let mut tx = db.begin().await.expect("a transaction");
        shown_and_then_fifteen(&mut tx, id).await;
        tx.commit().await.expect("committed");
        assert_eq!(of(&db, "1").await.visible_to, Visibility::Nobody, "under sixteen nobody is shown");
    }

    async fn refused_rows_come_back_with_line_column_and_reason_and_nothing_private(world: World) {
        let db = world.db().await;
        let file = world.data().join("名单.csv");
        let sheet = "编号,姓名,手机号,身份证号,文化程度,谁可以看\n\
            1,王桂芝,13800000000,11010519491231002X,初中,\n\
            2,李立新,13800000001,110105194912310021,初中,\n\
            3,,13800000002,,蓝翔,公开\n\
            4,张一诺,13800000003,11010519491231002X,,\n";
        std::fs::write(&file, sheet).expect("a list");
        let (summary, rejects) = import_file(&db, world.data(), &file).await;
        assert_eq!(counts(&summary), (1, 0, 0, 3));
        let faults: Vec<(&str, &str)> = rejects
            .trim_start_matches('\u{feff}')
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(','))
            .map(|(line, rest)| (line, rest.split(',').next().unwrap_or_default()))
            .collect();
        let mut sorted = faults.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [("3", "id_number"), ("4", "consent_on"), ("4", "education.level"), ("4", "name"), ("5", "id_number")]);
        assert!(rejects.contains("already on record as test/1"), "{rejects}");
        for private in ["1380000000", "11010519491231", "李立新"] {
            assert!(!rejects.contains(private), "{private} in {rejects}");
        }
        use std::os::unix::fs::PermissionsExt as _;
        let rights = std::fs::metadata(world.data().join("people.rejects.csv")).expect("the rejects").permissions().mode();
        assert_eq!(rights & 0o777, 0o600);
    }

    async fn a_citizen_number_is_found_again_and_kept_nowhere(world: World) {
        let db = world.db().await;
        let row = seeker("1", "王桂芝", json!({"id_number": "11010519491231002X"}));
        import_rows(&db, world.data(), [row]).await;
        let key = key(world.data());
        let number = IdNumber::read("11010519491231002x", today()).expect("a number");
        let found = store::by_id_number(&db, &key, &number, Looker::Staff(7), "enrolling", Stamp::now()).await;
        assert_eq!(found.expect("the store answers"), Some(id_of(&db, "1").await));
        let record = of(&db, "1").await;
        assert_eq!((record.id_last4.as_deref(), record.person.birth_year), (Some("002X"), Some(1949)));
        let everything = everything(&db).await;
        assert!(!everything.contains("11010519491231") && everything.contains("002X"));
        // A node with another key is told so instead of finding nobody.
        let other = Key::from_setting(&"another key of another node ….".repeat(2)).expect("a key");
        let fault = store::marked(&db, &other).await.expect_err("another key");
        assert!(fault.to_string().contains("YIPIN_KEY"), "{fault}");
        assert!(store::marked(&db, &key).await.is_ok());
    }

    async fn a_list_never_shows_more_of_somebody_than_their_later_word(world: World) {
        let db = world.db().await;
        let agreed = |to: &str, ago| json!({"visible_to": to, "consent_on": days_ago(ago)});
        let visible = async || of(&db, "1").await.visible_to;
        import_rows(&db, world.data(), [seeker("1", "王桂芝", json!({}))]).await;
        assert_eq!(visible().await, Visibility::Nobody);
        import_rows(&db, world.data(), [seeker("1", "王桂芝", agreed("verified", 9))]).await;
        assert_eq!(visible().await, Visibility::Verified);
        let id = id_of(&db, "1").await;
        let mut tx = db.begin().await.expect("a transaction");
        consents::hide(&mut tx, id, Stamp::now()).await.expect("hidden");
        tx.commit().await.expect("committed");
        assert_eq!(visible().await, Visibility::Nobody);
        import_rows(&db, world.data(), [seeker("1", "王桂芝", agreed("verified", 2))]).await;
        assert_eq!(visible().await, Visibility::Nobody, "an older list opens nothing that was closed since");
        let own = Agreed { to: Visibility::Matched, on: today(), channel: Channel::Web, wording: "同意".to_owned() };
        let mut tx = db.begin().await.expect("a transaction");
        consents::show(&mut tx, id, &own, Stamp::now()).await.expect("shown");
        tx.commit().await.expect("committed");
        assert_eq!(visible().await, Visibility::Matched);
        let given = consents::of(&db, id).await.expect("consents");
        assert_eq!(given.iter().filter(|consent| consent.withdrawn_at.is_none()).count(), 1);
        assert!(given.iter().any(|consent| consent.channel == Channel::List && consent.withdrawn_at.is_some()));
        let mut tx = db.begin().await.expect("a transaction");
        consents::withdraw(&mut tx, id, yipin::codes::Sharing::MaskedMatched, Stamp::now()).await.expect("withdrawn");
        tx.commit().await.expect("committed");
        assert_eq!(visible().await, Visibility::Nobody, "without a consent nothing is shown");
    }

    async fn nobody_under_sixteen_is_offered_for_work(world: World) {
        let db = world.db().await;
        let child = with(json!({"birth_year": today().year() - 15}), shown());
        let (summary, rejects) = import_rows(&db, world.data(), [seeker("1", "小明", child)]).await;
        assert_eq!(counts(&summary), (0, 0, 0, 1));
        assert!(rejects.contains("under sixteen"), "{rejects}");
    }

    async fn a_household_is_told_to_its_owner_and_with_consent_to_the_office(world: World) {
        let db = world.db().await;
        import_rows(&db, world.data(), [seeker("1", "王桂芝", json!({"household": "低保、单亲"})), seeker("2", "李立新", json!({}))]).await;
        let id = id_of(&db, "1").await;
        let ask = async |asker| household::of(&db, id, asker, "subsidies", Stamp::now()).await.expect("the store answers");
        assert_eq!(ask(Confidant::Staff(7)).await, Told::NotAgreed);
        assert!(log::of(&db, id, 9).await.expect("the log").is_empty(), "who saw nothing did not look");
        let Told::Flags(flags) = ask(Confidant::Owner).await else { panic!("the owner is told") };
        assert_eq!(flags.len(), 2);
        let mut tx = db.begin().await.expect("a transaction");
        let given = consents::Given { on: today(), channel: Channel::Desk, wording: "同意民政局查看家庭情况".to_owned() };
        consents::give(&mut tx, id, yipin::codes::Sharing::Household, None, &given, Stamp::now()).await.expect("given");
        let seen = yipin::candidates::Verified { by: 7, on: today(), evidence: "低保证".to_owned(), valid_until: None };
        assert!(household::verify(&mut tx, id, HouseholdFlag::MinimumLivingAllowance, &seen).await.expect("verified"));
        tx.commit().await.expect("committed");
        let Told::Flags(flags) = ask(Confidant::Staff(7)).await else { panic!("the office is told") };
        assert_eq!(flags.iter().filter(|flag| flag.verified.is_some()).count(), 1);
        let looks = log::of(&db, id, 9).await.expect("the log");
        assert!(looks.iter().any(|look| look.who == "staff" && look.who_id == Some(7) && look.what == "household" && look.why == "subsidies"));
        let other = id_of(&db, "2").await;
        assert_eq!(household::of(&db, other, Confidant::Owner, "", Stamp::now()).await.expect("an answer"), Told::Nothing);
    }

    async fn who_takes_everything_along_finds_everything_and_who_is_erased_is_gone(world: World) {
        let db = world.db().await;
        let planted = planted();
        import_rows(&db, world.data(), [seeker("planted-number-1", "种植姓名", with(shown(), planted)), seeker("2", "李立新", json!({}))]).await;
        let id = id_of(&db, "planted-number-1").await;
        store::record(&db, id, Looker::Institution(5), "planted reason", Stamp::now()).await.expect("a record");
        let taken = erasure::export(&db, id, Looker::Owner, "take along", Stamp::now()).await.expect("an export").expect("a person");
        let text = taken.to_string();
        for word in ["种植姓名", "13811112222", "002X", "minimum_living_allowance", "planted-number-1", "种植单位", "种植内容", "planted reason", "护理种植", "2029-01-02"] {
            assert!(text.contains(word), "{word} is not in {text}");
        }
        let mut tx = db.begin().await.expect("a transaction");
        assert!(erasure::erase(&mut tx, id, Cause::Asked, Stamp::now()).await.expect("erased"));
        assert!(!erasure::erase(&mut tx, id, Cause::Asked, Stamp::now()).await.expect("nobody left to erase"));
        tx.commit().await.expect("committed");
        let left = everything(&db).await;
        for word in ["种植", "13811112222", "002X", "minimum_living_allowance", "planted", "2029-01-02"] {
            assert!(!left.contains(word), "{word} is left in {left}");
        }
        assert!(erasure::export(&db, id, Looker::Owner, "", Stamp::now()).await.expect("an answer").is_none());
        for table in tables_of_people(&db, world.engine).await {
            let left: i64 = db.one(sql(format!("select count(*) as rows from {table} where candidate_id = $1").leak()).bind(id)).await
                .expect("a count").get("rows").expect("a number");
            assert!(left == 0 || table == "access_log", "{left} rows are left in {table}");
        }
        let (summary, rejects) = import_rows(&db, world.data(), [seeker("planted-number-1", "种植姓名", json!({}))]).await;
        assert_eq!(counts(&summary), (0, 0, 0, 1), "no list brings them back");
        assert!(rejects.contains("was erased on"), "{rejects}");
        assert_eq!(store::count(&db).await.expect("a count"), 1);
        db.close().await;
        if world.engine == Engine::Sqlite {
            // Not a letter is left between the rows of the file either.
            let file = std::fs::read(world.data().join("yipin.db")).expect("the database");
            let file = String::from_utf8_lossy(&file);
            assert!(file.contains("李立新"));
            for word in ["种植", "13811112222", "minimum_living_allowance", "planted"] {
                assert!(!file.contains(word), "{word} is left in the file");
            }
        }
    }

    async fn a_record_nobody_gives_a_sign_of_ends_by_itself(world: World) {
        let db = world.db().await;
        import_rows(&db, world.data(), [seeker("1", "王桂芝", json!({})), seeker("2", "李立新", json!({}))]).await;
        let then = |days: i64| Stamp(Stamp::now().0 + days * 86_400);
        assert_eq!(erasure::erase_run_out(&db, then(700)).await.expect("the sweep"), 0);
        let soon = erasure::ending(&db, today(), day_of_number(day_number(today()) + 740)).await.expect("those that end");
        assert_eq!(soon.len(), 2);
        assert_eq!(erasure::erase_run_out(&db, then(740)).await.expect("the sweep"), 2);
        assert_eq!(store::count(&db).await.expect("a count"), 0);
    }
}

/// Agrees to be shown, and then turns out to be fifteen.
async fn shown_and_then_fifteen(tx: &mut yipin::db::Tx, id: i64) {
    let agreed = Agreed { to: Visibility::Verified, on: today(), channel: Channel::Web, wording: "同意".to_owned() };
    consents::show(tx, id, &agreed, Stamp::now()).await.expect("shown");
    let child = yipin::person::Person { birth_year: Some(today().year() - 15), ..Default::default() };
    assert!(store::rewrite(tx, id, "小明", None, &child, Stamp::now()).await.expect("written"));
}

/// Every table that says something of a candidate.
async fn tables_of_people(db: &Db, engine: Engine) -> Vec<String> {
    let statement = match engine {
        Engine::Sqlite => {
            "select m.name as name from sqlite_master m join pragma_table_info(m.name) p on p.name = 'candidate_id' where m.type = 'table'"
        }
        Engine::Postgres => {
            "select table_name::text as name from information_schema.columns where column_name = 'candidate_id' and table_schema = 'public'"
        }
    };
    let tables: Vec<String> =
        db.all(sql(statement)).await.expect("tables").iter().map(|row| row.get("name").expect("a name")).collect();
    assert!(tables.len() >= 6, "{tables:?}");
    tables
}

/// One row with a word of its own in every place that must not be seen elsewhere.
pub fn planted() -> Value {
    json!({
        "phone": "13811112222", "id_number": "11010519491231002X", "household": ["minimum_living_allowance"],
        "region": "210323100", "lat": 40.2812, "lon": 123.2817, "education.level": "junior_college", "education.major": "护理种植",
        "licences": [{"kind": "nurse", "valid_until": "2029-01-02"}], "wants.occupations": ["nurse"], "wants.pay_min": 345_719,
        "rural": true, "cares_for_family": true, "hidden_from": "种植单位", "consent_wording": "种植内容",
    })
}

/// Every cell of every table as one text.
pub async fn everything(db: &Db) -> String {
    let mut text = String::new();
    for (statement, columns) in TABLES {
        for row in db.all(sql(statement)).await.expect("a table") {
            for column in *columns {
                text.push_str(&row.get::<Option<String>>(column).expect("a text").unwrap_or_default());
                text.push('\n');
            }
        }
    }
    text
}

const TABLES: &[(&str, &[&str])] = &[
    (
        "select source, source_id, row_key, name, phone, id_digest, id_last4, region, person, content, keep_until from candidates",
        &[
            "source",
            "source_id",
            "row_key",
            "name",
            "phone",
            "id_digest",
            "id_last4",
            "region",
            "person",
            "content",
            "keep_until",
        ],
    ),
    ("select kind, valid_until, last_practised from candidate_licences", &["kind", "valid_until", "last_practised"]),
    ("select flag, evidence from candidate_household_flags", &["flag", "evidence"]),
    ("select sharing, wording, given_on, channel from candidate_consents", &["sharing", "wording", "given_on", "channel"]),
    ("select name_key, name from candidate_hidden_from", &["name_key", "name"]),
    ("select who, what, why from access_log", &["who", "what", "why"]),
    ("select row_key, erased_on, cause from candidate_tombstones", &["row_key", "erased_on", "cause"]),
    ("select mark from digest_key", &["mark"]),
];
