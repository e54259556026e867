//! Files go in: every row is accounted for, again changes nothing, and what is refused is named so that a clerk can mend it.

use crate::world::{Market, World, days_ago, gzipped, lines, post, stories};
use serde_json::{Value, json};
use std::path::PathBuf;

/// A refused row as the rejects sheet has it.
#[derive(Debug, PartialEq)]
struct Refused {
    line: u64,
    column: String,
    reason: String,
}

fn refused(sheet: &str) -> Vec<Refused> {
    let text = sheet.strip_prefix('\u{feff}').unwrap_or(sheet);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let cells = |row: csv::StringRecord| Refused {
        line: row[0].parse().expect("a line"),
        column: row[1].to_owned(),
        reason: row[2].to_owned(),
    };
    reader.records().map(|row| cells(row.expect("a row of the rejects sheet"))).collect()
}

stories! {
    /// The district sends its list every week; most of it is what it was.
    async fn a_list_sent_again_changes_nothing(world: World) {
        let market = world.open().await;
        let rows = || (0..40).map(|at| post(&format!("p{at}"), "养老护理员", json!({"pay_min": 3000 + at * 50})));
        let first = market.import(rows()).await;
        assert_eq!((first.new, first.changed, first.same, first.refused), (40, 0, 0, 0));
        let seq = market.app.search.health(market.db()).await.expect("health").documents;
        let again = market.import(rows()).await;
        assert_eq!((again.new, again.changed, again.same, again.refused), (0, 0, 40, 0));
        assert_eq!(market.app.search.health(market.db()).await.expect("health").documents, seq);
        assert_eq!(market.search("").await.total(), 40);
    }

    async fn a_changed_row_changes_its_post_and_no_other(world: World) {
        let market =
            world.open_with_posts([post("a", "养老护理员", json!({"pay_min": 3000})), post("b", "护士", json!({}))]).await;
        let summary = market.import([post("a", "高级养老护理员", json!({"pay_min": 4200})), post("b", "护士", json!({}))]).await;
        assert_eq!((summary.new, summary.changed, summary.same), (0, 1, 1));
        let found = market.look_for("高级养老护理员").await;
        assert_eq!(found.hits()[0]["title"], "高级养老护理员");
        assert_eq!(found.hits()[0]["pay"]["min"], 4200);
        assert_eq!(market.search("").await.total(), 2);
    }

    async fn a_number_that_stands_twice_in_a_file_is_one_post_and_the_later_row_holds(world: World) {
        let market = world.open().await;
        let summary =
            market.import([post("a", "护工", json!({})), post("b", "厨师", json!({})), post("a", "护士", json!({}))]).await;
        assert_eq!((summary.new, summary.changed, summary.refused), (2, 1, 0));
        assert_eq!(market.post("a").await.title, "护士");
    }

    /// Offices send what they have: the same three posts in every form are the same three posts.
    async fn the_form_of_a_file_makes_no_difference(world: World) {
        let market = world.open().await;
        let table = Table3::sample();
        let files: Vec<(&str, Vec<u8>)> = vec![
            ("rows.jsonl", lines(table.objects()).into_bytes()),
            ("comma.csv", table.separated(',').into_bytes()),
            ("semicolon.csv", table.separated(';').into_bytes()),
            ("tab.tsv", table.separated('\t').into_bytes()),
            ("mark.csv", format!("\u{feff}{}", table.separated(',')).into_bytes()),
            ("excel.csv", encoding_rs::GB18030.encode(&table.separated(',').replace('\n', "\r\n")).0.into_owned()),
            ("book.xlsx", table.workbook()),
        ];
        let mut told = 0;
        for (name, bytes) in files {
            for (name, bytes) in [(name.to_owned(), bytes.clone()), (format!("{name}.gz"), gzipped(&bytes))] {
                let (summary, rejects) = market.import_file(&market.file(&name, &bytes)).await;
                assert_eq!(rejects, "", "{name}");
                let wanted = if told == 0 { (3, 0, 0) } else { (0, 0, 3) };
                assert_eq!((summary.new, summary.changed, summary.same), wanted, "{name}");
                told += 1;
            }
        }
        assert_eq!(told, 14);
        let found = market.look_for("区县").await;
        assert_eq!(found.total(), 0, "headings are not posts");
        let nurse = market.post("n-2").await;
        assert_eq!((nurse.title.as_str(), nurse.region.as_deref()), ("护士，夜班", Some("210381")));
        assert_eq!(nurse.description, "说“你好”;\n照护老人");
    }

    /// What is refused is told with the line, the column and the reason; everything else goes in.
    async fn a_clerk_can_mend_what_was_refused(world: World) {
        let market = world.open().await;
        let good = post("ok", "护工", json!({}));
        let rows = [
            good.to_string(),
            post("", "护工", json!({})).to_string(),
            post("no-title", "", json!({"pay_min": "很多"})).to_string(),
            "{\"source_id\": \"broken\", ".to_owned(),
            String::new(),
            "[1, 2]".to_owned(),
            post("ages", "护工", json!({"education": "蓝翔", "headcount": 0, "lat": 91, "lon": 122})).to_string(),
        ];
        let file = market.file("list.jsonl", rows.join("\n").as_bytes());
        let (summary, rejects) = market.import_file(&file).await;
        assert_eq!((summary.new, summary.refused), (1, 5));
        let faults = refused(&rejects);
        let named: Vec<(u64, &str)> = faults.iter().map(|fault| (fault.line, fault.column.as_str())).collect();
        let wanted =
            [(2, "source_id"), (3, "pay_min"), (3, "title"), (4, ""), (6, ""), (7, "education"), (7, "headcount"), (7, "lat")];
        let mut sorted = named.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, wanted);
        for fault in &faults {
            assert!(fault.reason.chars().count() > 8, "no reason a clerk can use: {fault:?}");
        }
        let of = |column: &str| &faults.iter().find(|fault| fault.column == column).expect("refused").reason;
        assert!(of("education").contains("蓝翔") && of("headcount").contains('0') && of("lat").contains("91"), "{faults:?}");
    }

    async fn the_refused_sheet_runs_no_formula(world: World) {
        let market = world.open().await;
        for (line, shown) in [("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"), ("@SUM(1)", "'@SUM(1)"), ("-2+3", "'-2+3")] {
            let (_, rejects) = market.import_file(&market.file("list.jsonl", line.as_bytes())).await;
            let mut sheet = csv::Reader::from_reader(rejects.as_bytes());
            let row = sheet.records().next().expect("a refused row").expect("a row");
            assert_eq!(&row[3], shown);
        }
    }

    async fn columns_nobody_knows_are_told_once_and_passed_over(world: World) {
        let market = world.open().await;
        let rows = (0..30).map(|at| post(&format!("p{at}"), "护工", json!({"备注": "急", "内部编号": at, "care": true})));
        let summary = market.import(rows).await;
        assert_eq!(summary.new, 30);
        assert_eq!(summary.unknown_columns, ["care", "内部编号", "备注"]);
    }

    async fn education_is_read_in_the_ways_people_write_it(world: World) {
        let written = [
            ("本科", "bachelor"),
            ("大专", "junior_college"),
            ("不限制", "none"),
            ("学历不限", "none"),
            ("大学专科", "junior_college"),
            ("硕士", "master"),
            ("高中", "high_school"),
            ("大学本科", "bachelor"),
            ("统招本科", "bachelor"),
            ("初中", "junior_high"),
            ("中技/中专", "secondary_vocational"),
            ("中专/中技", "secondary_vocational"),
            ("中等专科", "secondary_vocational"),
            ("普通高中", "high_school"),
            ("初中及以下", "none"),
            ("不限", "none"),
            ("硕士研究生", "master"),
            ("博士", "doctor"),
            ("职业高中", "secondary_vocational"),
            ("技工学校", "secondary_vocational"),
            ("小学", "primary"),
            ("博士研究生", "doctor"),
            ("大专及以上", "junior_college"),
            ("全日制本科", "bachelor"),
            ("junior_high", "junior_high"),
        ];
        let rows = written.iter().enumerate().map(|(at, (text, _))| post(&format!("e{at}"), "护工", json!({"education": text})));
        let market = world
            .open_with_posts(rows.chain([post("silent", "护工", json!({})), post("vague", "护工", json!({"education": "其他"}))]))
            .await;
        let found = market.search("per_page=100").await;
        let education = |id: &str| {
            found.hits().iter().find(|hit| hit["source_id"] == id).unwrap_or_else(|| panic!("{id}"))["education"].clone()
        };
        for (at, (text, code)) in written.iter().enumerate() {
            assert_eq!(education(&format!("e{at}")), **code, "{text}");
        }
        assert_eq!(education("silent"), Value::Null);
        assert_eq!(education("vague"), Value::Null);
    }

    /// Pay stays what the post says; what it does not say is left out.
    async fn pay_is_shown_as_the_post_says_it(world: World) {
        let market = world
            .open_with_posts([
                post("month", "护工", json!({"pay_min": "3,500", "pay_max": "4500元"})),
                post("hour", "护工（时薪）", json!({"pay_min": 18.5})),
                post("day", "保洁", json!({"pay_min": 150, "pay_period": "天"})),
                post("year", "院长", json!({"pay_min": "12万", "pay_period": "年薪"})),
                post("thirteen", "会计", json!({"pay_min": "6k", "pay_max": "8k", "pay_months": "13薪"})),
                post("turned", "厨师", json!({"pay_min": 6000, "pay_max": 4000})),
                post("bare", "搬运工", json!({"pay_min": 200})),
                post("silent", "门卫", json!({})),
            ])
            .await;
        let found = market.search("per_page=50").await;
        let pay =
            |id: &str| found.hits().iter().find(|hit| hit["source_id"] == id).unwrap_or_else(|| panic!("{id}"))["pay"].clone();
        assert_eq!(pay("month"), json!({"min": 3500, "max": 4500, "period": "month"}));
        assert_eq!(pay("hour"), json!({"min": 18.5, "period": "hour"}));
        assert_eq!(pay("day"), json!({"min": 150, "period": "day"}));
        assert_eq!(pay("year"), json!({"min": 120_000, "period": "year"}));
        assert_eq!(pay("thirteen"), json!({"min": 6000, "max": 8000, "period": "month", "months": 13}));
        assert_eq!(pay("turned"), json!({"min": 4000, "max": 6000, "period": "month"}));
        assert_eq!(pay("bare"), json!({"min": 200, "period": null}));
        assert_eq!(pay("silent"), Value::Null);
        // Compared by the month: 18.5 an hour is 3,219 a month, 150 a day is 3,262; a figure without a period compares with nothing.
        assert_eq!(market.search("pay_min=3300").await.set(), ["month", "thirteen", "turned", "year"]);
        assert_eq!(market.search("pay_min=3200").await.set(), ["day", "hour", "month", "thirteen", "turned", "year"]);
    }

    async fn a_title_sheds_the_brackets_around_all_of_it(world: World) {
        let market = world
            .open_with_posts([
                post("a", "【养老护理员】", json!({})),
                post("b", "【包吃住】护工（夜班）", json!({})),
                post("c", "“急聘护士”", json!({})),
            ])
            .await;
        let mut titles: Vec<String> = Vec::new();
        for id in ["a", "b", "c"] {
            titles.push(market.post(id).await.title);
        }
        assert_eq!(titles, ["养老护理员", "【包吃住】护工（夜班）", "急聘护士"]);
    }

    /// A place nobody can find stays as it was written, is counted, and is not guessed.
    async fn places_are_resolved_or_left_open(world: World) {
        let market = world.open().await;
        let summary = market
            .import([
                post("full", "护工", json!({"place": "辽宁省鞍山市铁东区"})),
                post("dots", "护工", json!({"place": "鞍山·铁西区"})),
                post("code", "护工", json!({"place": "210304"})),
                post("far", "护工", json!({"place": "广州番禺区"})),
                post("ma", "护工", json!({"place": "马鞍山"})),
                post("nowhere", "护工", json!({"place": "火星基地", "institution": "火星养老院"})),
                post("silent", "护工", json!({"place": null, "institution": "无名养老院"})),
            ])
            .await;
        assert_eq!((summary.new, summary.place_unknown), (7, 1));
        for (id, region) in [("full", "210302"), ("dots", "210303"), ("code", "210304"), ("far", "440113"), ("ma", "340500")] {
            assert_eq!(market.post(id).await.region.as_deref(), Some(region), "{id}");
        }
        let nowhere = market.post("nowhere").await;
        assert_eq!((nowhere.region, nowhere.place.as_deref()), (None, Some("火星基地")));
        assert_eq!(market.search("region=210300").await.set(), ["code", "dots", "full"]);
    }

    async fn a_file_that_breaks_off_keeps_what_was_whole(world: World) {
        let market = world.open().await;
        let rows = lines((0..2000).map(|at| {
            post(&format!("p{at}"), "护工", json!({"description": format!("第{at}位老人的照护，内容各不相同 {}", at * 7919)}))
        }));
        let packed = gzipped(rows.as_bytes());
        let file = market.file("cut.jsonl.gz", &packed[..packed.len() / 2]);
        let (summary, rejects) = market.import_file(&file).await;
        assert!(summary.new > 100 && summary.new < 2000, "{summary:?}");
        assert_eq!(summary.refused, 1);
        let fault = &refused(&rejects)[0];
        assert_eq!(fault.line, summary.new + 1);
        assert!(fault.reason.contains("breaks off"), "{fault:?}");
    }

    /// Two clerks send the same list at the same moment.
    async fn two_imports_at_once_make_each_post_and_each_institution_once(world: World) {
        let market = world.open().await;
        let rows: Vec<Value> =
            (0..900).map(|at| post(&format!("p{at}"), "护工", json!({"institution": format!("第{}养老院", at % 90)}))).collect();
        let file = |name: &str| market.file(name, lines(rows.clone()).as_bytes());
        let (one, other): (PathBuf, PathBuf) = (file("one.jsonl"), file("other.jsonl"));
        let (one, other) = tokio::join!(import_alone(&market, &one), import_alone(&market, &other));
        assert_eq!((one.new + other.new, one.refused + other.refused), (900, 0), "{one:?} {other:?}");
        assert_eq!(one.same + one.changed + other.same + other.changed, 900, "{one:?} {other:?}");
        let again = market.import(rows).await;
        assert_eq!((again.new, again.changed, again.same), (0, 0, 900));
        assert_eq!(institutions(&market).await, 90);
    }

    /// Two districts send different lists that name the same institutions, one in the order of the other turned round.
    async fn an_institution_that_two_imports_meet_at_once_stands_once(world: World) {
        let market = world.open().await;
        let row =
            |list: &str, at: usize| post(&format!("{list}{at}"), "护工", json!({"institution": format!("第{}养老院", at % 200)}));
        let rows = |list: &str| match list {
            "a" => lines((0..400).map(|at| row(list, at))),
            _ => lines((0..400).rev().map(|at| row(list, at))),
        };
        let (one, other) = (market.file("one.jsonl", rows("a").as_bytes()), market.file("other.jsonl", rows("b").as_bytes()));
        let (one, other) = tokio::join!(import_alone(&market, &one), import_alone(&market, &other));
        assert_eq!((one.new, other.new), (400, 400));
        assert_eq!(institutions(&market).await, 200);
        for list in ["a", "b"] {
            let (again, _) = market.import_file(&market.file("again.jsonl", rows(list).as_bytes())).await;
            assert_eq!((again.new, again.changed, again.same), (0, 0, 400));
        }
    }

    /// What is known of an institution from its own list stays when an opening names it.
    async fn openings_find_the_institution_that_a_list_brought(world: World) {
        let market = world.open().await;
        let home = || json!({"name": "铁东区颐和养老院", "kind": "养老院", "legal_form": "民办非企业单位", "place": "鞍山市铁东区", "beds": 120, "grade": "三级"});
        let summary = market.import_institutions([home()]).await;
        assert_eq!((summary.new, summary.refused), (1, 0));
        let again = market.import_institutions([home()]).await;
        assert_eq!((again.new, again.changed, again.same), (0, 0, 1));
        market.take_in([post("a", "护工", json!({}))]).await;
        let found = market.search("institution_kind=care_home").await;
        assert_eq!(found.hits()[0]["institution"]["name"], "铁东区颐和养老院");
        let mut renamed = home();
        renamed["kind"] = json!("医养结合");
        assert_eq!(market.import_institutions([renamed]).await.changed, 1);
        assert_eq!(market.search("institution_kind=care_home").await.total(), 0);
        assert_eq!(market.search("institution_kind=medical_care").await.total(), 1);
    }

    async fn a_file_of_another_kind_is_refused_in_a_sentence(world: World) {
        let market = world.open().await;
        for (name, bytes, says) in [
            ("list.docx", &b"PK"[..], ".xlsx"),
            ("list.xlsx", &b"not a workbook"[..], "workbook"),
            ("list.jsonl.gz", &b"not packed"[..], "breaks off"),
        ] {
            let file = market.file(name, bytes);
            let job = yipin::import::Job {
                table: yipin::import::columns::Table::Openings,
                file: file.clone(),
                defaults: yipin::import::normalise::Defaults::default(),
                rejects: market.file("r.csv", b""),
            };
            let told = match yipin::import::run(market.db(), &job, &|_, _, _| {}).await {
                Ok(_) => std::fs::read_to_string(&job.rejects).expect("the rejects"),
                Err(fault) => fault.to_string(),
            };
            assert!(told.contains(says), "{name}: {told}");
        }
        let (summary, _) = market.import_file(&market.file("empty.csv", b"")).await;
        assert_eq!(summary, yipin::import::Summary::default());
        let (summary, _) = market.import_file(&market.file("head.csv", "编号,职位名称\n".as_bytes())).await;
        assert_eq!((summary.new, summary.refused), (0, 0));
    }

    /// The day a post came in is not changed by sending it again; the day it gives is its own.
    async fn a_post_is_as_old_as_it_says(world: World) {
        let market = world
            .open_with_posts([
                post("dated", "护工", json!({"published": days_ago(40)})),
                post("undated", "护工", json!({"published": null})),
            ])
            .await;
        assert_eq!(market.post("dated").await.published.to_string(), days_ago(40));
        assert_eq!(market.post("undated").await.published.to_string(), days_ago(0));
    }
}

async fn institutions(market: &Market) -> i64 {
    let row = market.db().one(yipin::db::sql("select count(*) as many from institutions")).await.expect("a count");
    row.get("many").expect("a number")
}

async fn import_alone(market: &Market, file: &std::path::Path) -> yipin::import::Summary {
    let job = yipin::import::Job {
        table: yipin::import::columns::Table::Openings,
        file: file.to_owned(),
        defaults: yipin::import::normalise::Defaults { source: Some("test".to_owned()), region: Some("210300".to_owned()) },
        rejects: file.with_extension("rejects"),
    };
    yipin::import::run(market.db(), &job, &|_, _, _| {}).await.expect("the import ends")
}

/// Three posts as a sheet.
struct Table3 {
    heads: Vec<(&'static str, &'static str)>,
    rows: Vec<Vec<&'static str>>,
}

impl Table3 {
    fn sample() -> Self {
        Self {
            heads: vec![
                ("编号", "source_id"),
                ("职位名称", "title"),
                ("招聘单位", "institution"),
                ("区县", "place"),
                ("职位描述", "description"),
                ("最低工资", "pay_min"),
                ("学历要求", "education"),
                ("发布日期", "published"),
                ("福利待遇", "benefits"),
            ],
            rows: vec![
                vec!["n-1", "养老护理员", "鞍山市立山区敬老院", "立山区", "照护老人", "3500", "不限", "2026-01-05", "包吃、包住"],
                vec![
                    "n-2",
                    "护士，夜班",
                    "海城市医养中心",
                    "鞍山市海城市",
                    "说“你好”;\n照护老人",
                    "4200.5",
                    "大专",
                    "2026-01-06",
                    "",
                ],
                vec!["n-3", "康复\"师\"", "台安县医院", "台安县", "康复训练", "", "本科", "2026-01-07", "五险"],
            ],
        }
    }

    /// As a program would send it: with the English names.
    fn objects(&self) -> Vec<Value> {
        let object =
            |row: &Vec<&str>| self.heads.iter().zip(row).map(|((_, name), cell)| ((*name).to_owned(), json!(cell))).collect();
        self.rows.iter().map(|row| Value::Object(object(row))).collect()
    }

    fn separated(&self, mark: char) -> String {
        let quoted = |cell: &&str| format!("\"{}\"", cell.replace('"', "\"\""));
        let heads: Vec<&str> = self.heads.iter().map(|(head, _)| *head).collect();
        let mut text = heads.join(&mark.to_string()) + "\n";
        for row in &self.rows {
            let cells: Vec<String> = row.iter().map(quoted).collect();
            text += &(cells.join(&mark.to_string()) + "\n");
        }
        text
    }

    fn workbook(&self) -> Vec<u8> {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        let day = rust_xlsxwriter::Format::new().set_num_format("yyyy/mm/dd");
        for (column, (head, _)) in (0u16..).zip(&self.heads) {
            sheet.write(0, column, *head).expect("a heading");
        }
        for (line, row) in (1u32..).zip(&self.rows) {
            for (column, (cell, (_, name))) in (0u16..).zip(row.iter().zip(&self.heads)) {
                // As a person types them: amounts as numbers, days as days.
                match (*name, cell.parse::<f64>()) {
                    ("pay_min", Ok(number)) => _ = sheet.write(line, column, number).expect("a number"),
                    ("published", _) => {
                        let date = rust_xlsxwriter::ExcelDateTime::parse_from_str(cell).expect("a day");
                        sheet.write_with_format(line, column, &date, &day).expect("a day");
                    }
                    _ => _ = sheet.write(line, column, *cell).expect("a text"),
                }
            }
        }
        book.save_to_buffer().expect("a workbook")
    }
}
