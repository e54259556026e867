//! The fair planner, told as fairs: small ones by hand, and many made at random and gone over by a checker of its own that
//! knows the rules only from the interface and tries everything.

use fastrand::Rng;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use yipin::fairs::plan::{Candidate, Fixed, Interview, Opening, Request, Response, Stand, plan, stable_pairs};

// ---------------------------------------------------------------------------------------------------------------------
// Fairs by hand
// ---------------------------------------------------------------------------------------------------------------------

fn fair(value: Value) -> Request {
    Request::from_json(value.to_string().as_bytes()).expect("a fair that can be read")
}

fn planned(value: Value) -> Response {
    let request = fair(value);
    let response = plan(&request).expect("a fair that can be planned");
    assert_eq!(audit(&request, &response), Vec::<String>::new());
    response
}

/// Who meets which opening, as "c1-o1", sorted.
fn meetings(response: &Response) -> Vec<String> {
    let mut all: Vec<_> = response.interviews.iter().map(|i| format!("{}-{}", i.candidate, i.opening)).collect();
    all.sort();
    all
}

fn faults(value: Value) -> Vec<String> {
    let request = fair(value);
    let fault = plan(&request).expect_err("a fair with a fault");
    fault.errors.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.reason)).collect()
}

#[test]
fn the_example_of_the_interface_is_planned() {
    let response = planned(json!({
        "slots": ["09:00", "09:15"],
        "stands": [{"id": "A1", "interviewers": 2, "max_interviews": null, "openings": [{"id": "o1", "quota": 6}], "slots": null}],
        "candidates": [{"id": "c1", "max_interviews": 3, "wishes": ["o1"], "slots": null}, {"id": "c2", "max_interviews": 3, "wishes": [], "slots": null}],
        "scores": [["c1", "o1", 87.5], ["c2", "o1", 40]],
        "banned": [["c2", "A1"]],
        "fixed": [{"candidate": "c1", "opening": "o1", "stand": "A1", "slot": "09:15"}]
    }));
    let met =
        Interview { candidate: "c1".into(), opening: "o1".into(), stand: "A1".into(), slot: "09:15".into(), score: Some(87.5) };
    assert_eq!(response.interviews, [met]);
    assert_eq!((response.filled, response.total_score), (1, 87.5));
    assert_eq!((response.unplaced[0].candidate.as_str(), response.unplaced[0].code.as_str()), ("c2", "banned"));
    let answer = serde_json::to_value(&response).unwrap();
    for field in ["interviews", "unplaced", "blocking_pairs", "total_score", "filled"] {
        assert!(answer.get(field).is_some(), "{field} is missing");
    }
}

#[test]
fn a_wish_comes_before_a_better_score_and_a_wish_without_a_score_is_nothing() {
    let response = planned(json!({
        "slots": ["09:00"],
        "stands": [{"id": "A", "interviewers": 1, "openings": [{"id": "o1", "quota": 1}]}, {"id": "B", "interviewers": 1, "openings": [{"id": "o2", "quota": 1}]}, {"id": "C", "interviewers": 1, "openings": [{"id": "o3", "quota": 1}]}],
        "candidates": [{"id": "c1", "wishes": ["o3", "o2", "o1"]}],
        "scores": [["c1", "o1", 99], ["c1", "o2", 10]]
    }));
    assert_eq!(meetings(&response), ["c1-o2"]);
}

#[test]
fn equal_scores_are_settled_by_id_on_both_sides() {
    let response = planned(json!({
        "slots": ["09:00"],
        "stands": [{"id": "A", "openings": [{"id": "o2", "quota": 1}]}, {"id": "B", "openings": [{"id": "o1", "quota": 1}]}],
        "candidates": [{"id": "c2"}, {"id": "c1"}],
        "scores": [["c1", "o1", 0.0], ["c1", "o2", -0.0], ["c2", "o1", 0], ["c2", "o2", 0]]
    }));
    assert_eq!(meetings(&response), ["c1-o1", "c2-o2"]);
}

#[test]
fn a_stand_spends_its_limit_on_its_best_people_whichever_opening_they_come_for() {
    let response = planned(json!({
        "slots": ["09:00", "09:15", "09:30"],
        "stands": [{"id": "A", "interviewers": 2, "max_interviews": 2, "openings": [{"id": "cook", "quota": 3}, {"id": "carer", "quota": 3}]}],
        "candidates": [{"id": "c1"}, {"id": "c2"}, {"id": "c3"}],
        "scores": [["c1", "cook", 50], ["c2", "carer", 70], ["c3", "carer", 60]]
    }));
    assert_eq!(meetings(&response), ["c2-carer", "c3-carer"]);
    assert_eq!(response.unplaced[0].code, "quota_filled");
}

#[test]
fn one_person_may_meet_two_openings_of_a_stand_one_after_the_other() {
    let response = planned(json!({
        "slots": ["09:00", "09:15", "09:30"],
        "stands": [{"id": "A", "interviewers": 2, "openings": [{"id": "o1", "quota": 1}, {"id": "o2", "quota": 1}]}],
        "candidates": [{"id": "c1"}],
        "scores": [["c1", "o1", 50], ["c1", "o2", 70]]
    }));
    let slots: Vec<_> = response.interviews.iter().map(|i| i.slot.as_str()).collect();
    assert_eq!(slots, ["09:00", "09:15"], "no walk between them, so no break");
}

#[test]
fn limits_of_zero_mean_nobody_and_crash_nothing() {
    let response = planned(json!({
        "slots": ["09:00", "09:15"],
        "stands": [
            {"id": "A", "interviewers": 0, "openings": [{"id": "o1", "quota": 5}]},
            {"id": "B", "interviewers": 1, "max_interviews": 0, "openings": [{"id": "o2", "quota": 5}]},
            {"id": "C", "interviewers": 1, "openings": [{"id": "o3", "quota": 0}]},
            {"id": "D", "interviewers": 1, "openings": [{"id": "o4", "quota": 5}], "slots": []}],
        "candidates": [{"id": "c0", "max_interviews": 0}, {"id": "c1"}, {"id": "c2"}, {"id": "c3"}, {"id": "c4"}, {"id": "c5", "slots": []}, {"id": "c6"}],
        "scores": [["c0", "o4", 1], ["c1", "o1", 1], ["c2", "o2", 1], ["c3", "o3", 1], ["c4", "o4", 1], ["c5", "o4", 1]]
    }));
    assert!(response.interviews.is_empty());
    let why: Vec<_> = response.unplaced.iter().map(|u| format!("{} {}", u.candidate, u.code)).collect();
    assert_eq!(
        why,
        ["c0 limit_zero", "c1 quota_zero", "c2 quota_zero", "c3 quota_zero", "c4 no_common_slot", "c5 no_hours", "c6 no_score"]
    );
    assert!(response.unplaced.iter().all(|u| !u.because.is_empty() && !u.because_en.is_empty()));
}

#[test]
fn a_fair_without_slots_or_without_anybody_has_an_empty_plan() {
    let response = planned(json!({
        "slots": [], "stands": [{"id": "A", "openings": [{"id": "o1", "quota": 1}]}], "candidates": [{"id": "c1"}],
        "scores": [["c1", "o1", 1]]
    }));
    assert_eq!((response.filled, response.unplaced[0].code.as_str()), (0, "no_slots"));
    assert_eq!(planned(json!({"slots": [], "stands": [], "candidates": []})).filled, 0);
}

#[test]
fn who_has_no_hour_in_common_is_told_which_stand_and_who_came_too_late_is_told_so() {
    let response = planned(json!({
        "slots": ["09:00", "09:15", "09:30"],
        "stands": [{"id": "A1", "openings": [{"id": "o1", "quota": 9}], "slots": ["09:00", "09:30"]}],
        "candidates": [{"id": "c1", "slots": ["09:15"]}, {"id": "c2", "slots": ["09:00"]}, {"id": "c3", "slots": ["09:00", "09:15"]}],
        "scores": [["c1", "o1", 90], ["c2", "o1", 80], ["c3", "o1", 70]]
    }));
    assert_eq!(meetings(&response), ["c2-o1"]);
    let why: Vec<_> = response.unplaced.iter().map(|u| (u.candidate.as_str(), u.code.as_str(), u.because_en.as_str())).collect();
    assert_eq!(
        why,
        [
            ("c1", "no_common_slot", "no common free slot with stand A1"),
            ("c3", "slots_taken", "all slots shared with stand A1 are taken")
        ]
    );
    let untimed: Vec<_> = response.untimed.iter().map(|u| format!("{}-{} {}", u.candidate, u.opening, u.code)).collect();
    assert_eq!(untimed, ["c1-o1 no_common_slot", "c3-o1 slots_taken"]);
}

#[test]
fn the_clock_orders_the_slots_however_they_are_written() {
    let response = planned(json!({
        "slots": ["10:00", "9:30", "9:00"],
        "stands": [{"id": "A", "openings": [{"id": "o1", "quota": 9}]}],
        "candidates": [{"id": "c1"}, {"id": "c2"}, {"id": "c3"}],
        "scores": [["c1", "o1", 3], ["c2", "o1", 2], ["c3", "o1", 1]]
    }));
    let slots: Vec<_> = response.interviews.iter().map(|i| i.slot.as_str()).collect();
    assert_eq!(slots, ["9:00", "9:30", "10:00"]);
}

#[test]
fn people_walk_a_slot_between_stands_and_do_not_wait_longer() {
    let slots: Vec<_> = (0..16).map(|t| format!("{:02}:{:02}", 9 + t / 4, t % 4 * 15)).collect();
    let stands: Vec<_> = (0..6)
        .map(|s| json!({"id": format!("A{s}"), "interviewers": 1, "openings": [{"id": format!("o{s}"), "quota": 20}]}))
        .collect();
    let candidates: Vec<_> = (0..12).map(|c| json!({"id": format!("c{c:02}"), "max_interviews": 3})).collect();
    let scores: Vec<_> =
        (0..12).flat_map(|c| (0..6).map(move |s| json!([format!("c{c:02}"), format!("o{s}"), (c * 7 + s * 5) % 11]))).collect();
    let response = planned(json!({"slots": slots, "stands": stands, "candidates": candidates, "scores": scores}));
    assert_eq!(response.filled, 36);
    let place: HashMap<&String, usize> = slots.iter().zip(0..).collect();
    for c in 0..12 {
        let mut day: Vec<_> =
            response.interviews.iter().filter(|i| i.candidate == format!("c{c:02}")).map(|i| place[&i.slot]).collect();
        day.sort_unstable();
        let breaks: Vec<_> = day.windows(2).map(|two| two[1] - two[0] - 1).collect();
        assert!(breaks.iter().all(|b| (1..=2).contains(b)), "c{c:02} has breaks of {breaks:?} slots");
    }
}

#[test]
fn every_fault_of_a_request_is_named_at_once() {
    let told = faults(json!({
        "slots": ["09:00", "09:00"],
        "stands": [
            {"id": "A1", "interviewers": -1, "openings": [{"id": "o1", "quota": -3}, {"id": "o1", "quota": 1}], "slots": ["08:00"]},
            {"id": "A1", "max_interviews": -2, "openings": []}, {"id": "", "openings": []}],
        "candidates": [{"id": "c1", "wishes": ["o7"], "slots": ["25:00"]}, {"id": "c1", "max_interviews": -1}],
        "scores": [["c8", "o1", 1], ["c1", "o8", 1], ["c1", "o1", 1e300], ["c1", "o1", 1], ["c1", "o1", 2]],
        "banned": [["c9", "A1"], ["c1", "A9"]],
        "fixed": [{"candidate": "c5", "opening": "o5", "stand": "A5", "slot": "05:00"}]
    }));
    for expected in [
        "slots[1]: there are two slots “09:00”",
        "candidates[1].id: there are two candidates “c1”",
        "stands[1].id: there are two stands “A1”",
        "stands[2].id: a stand needs a name, this one is empty",
        "stands[0].openings[1].id: there are two openings “o1”",
        "stands[0].interviewers: -1 is negative",
        "stands[0].openings[0].quota: -3 is negative",
        "stands[1].max_interviews: -2 is negative",
        "candidates[1].max_interviews: -1 is negative",
        "stands[0].slots[0]: there is no slot “08:00”",
        "candidates[0].slots[0]: there is no slot “25:00”",
        "candidates[0].wishes[0]: there is no opening “o7”",
        "scores[0]: there is no candidate “c8”",
        "scores[1]: there is no opening “o8”",
        "scores[4]: “c1” and “o1” have two different scores",
        "banned[0]: there is no candidate “c9”",
        "banned[1]: there is no stand “A9”",
        "fixed[0].candidate: there is no candidate “c5”",
        "fixed[0].opening: there is no opening “o5”",
        "fixed[0].stand: there is no stand “A5”",
        "fixed[0].slot: there is no slot “05:00”",
    ] {
        assert!(told.iter().any(|t| t == expected), "not told: {expected}\ntold: {told:#?}");
    }
    assert!(told.iter().any(|t| t.starts_with("scores[2]: 1000")), "{told:#?}");
}

#[test]
fn fixed_interviews_that_contradict_each_other_are_faults() {
    let base = |fixed: Value, banned: Value| {
        faults(json!({
            "slots": ["09:00", "09:15"],
            "stands": [{"id": "A", "interviewers": 1, "openings": [{"id": "o1", "quota": 9}, {"id": "o2", "quota": 9}]}, {"id": "B", "openings": [{"id": "o3", "quota": 9}]}],
            "candidates": [{"id": "c1"}, {"id": "c2"}], "scores": [], "fixed": fixed, "banned": banned
        }))
    };
    let at = |c: &str, o: &str, s: &str, t: &str| json!({"candidate": c, "opening": o, "stand": s, "slot": t});
    let twice = base(json!([at("c1", "o1", "A", "09:00"), at("c1", "o3", "B", "09:00")]), json!([]));
    assert_eq!(twice, ["fixed[1].slot: “c1” would be in two places at 09:00"]);
    let full = base(json!([at("c1", "o1", "A", "09:00"), at("c2", "o1", "A", "09:00")]), json!([]));
    assert_eq!(full, ["fixed[1].slot: stand “A” has more interviews than interviewers at 09:00"]);
    let again = base(json!([at("c1", "o1", "A", "09:00"), at("c1", "o1", "A", "09:15")]), json!([]));
    assert_eq!(again, ["fixed[1].opening: “c1” meets “o1” twice"]);
    let elsewhere = base(json!([at("c1", "o3", "A", "09:00")]), json!([]));
    assert_eq!(elsewhere, ["fixed[0].opening: opening “o3” is not at stand “A”"]);
    let banned = base(json!([at("c1", "o1", "A", "09:00")]), json!([["c1", "A"]]));
    assert_eq!(banned, ["fixed[0].stand: “c1” is banned from stand “A”"]);
}

#[test]
fn what_cannot_be_read_is_a_fault_and_never_a_crash() {
    for text in [
        "",
        "[]",
        "{}",
        "null",
        r#"{"slots":["09:00"],"stands":[],"candidates":[],"wishes":[]}"#,
        r#"{"slots":["09:00"],"stands":[{"id":"A","openings":[],"colour":"red"}],"candidates":[]}"#,
        r#"{"slots":["09:00"],"stands":[{"id":"A","openings":[{"id":"o","quota":1e99}]}],"candidates":[]}"#,
        r#"{"slots":["09:00"],"stands":[],"candidates":[{"id":7}]}"#,
        r#"{"slots":["09:00"],"stands":[],"candidates":[],"scores":[["c","o",NaN]]}"#,
        r#"{"slots":["09:00"],"stands":[],"candidates":[],"scores":[["c","o",1e999]]}"#,
        r#"{"slots":["09:00"],"stands":[],"candidates":[],"scores":[["c","o"]]}"#,
    ] {
        let fault = Request::from_json(text.as_bytes()).expect_err(text);
        assert_eq!(fault.errors[0].field, "request");
        assert!(!fault.errors[0].reason.is_empty());
    }
    let mut request =
        fair(json!({"slots": ["09:00"], "stands": [{"id": "A", "openings": [{"id": "o"}]}], "candidates": [{"id": "c"}]}));
    for score in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        request.scores = vec![("c".into(), "o".into(), score)];
        assert_eq!(plan(&request).expect_err("no score").errors[0].field, "scores[0]");
    }
}

#[test]
fn huge_limits_are_limits_too() {
    let response = planned(json!({
        "slots": ["09:00", "09:15"],
        "stands": [{"id": "A", "interviewers": i64::MAX, "max_interviews": i64::MAX, "openings": [{"id": "o1", "quota": i64::MAX}]}],
        "candidates": [{"id": "c1", "max_interviews": i64::MAX}, {"id": "c2", "max_interviews": 4294967296_i64}],
        "scores": [["c1", "o1", -1e9], ["c2", "o1", 1e9]]
    }));
    assert_eq!((response.filled, response.total_score), (2, 0.0));
    let slots: Vec<_> = (0..5000).map(|t| t.to_string()).collect();
    let told = faults(json!({"slots": slots, "stands": [], "candidates": []}));
    assert_eq!(told, ["slots: 5000 slots are more than 1008"]);
}

#[test]
fn a_plan_rolled_forward_keeps_what_was_called_and_uses_the_room_of_those_who_left() {
    let day = |candidates: Value, fixed: Value| {
        json!({
            "slots": ["09:00", "09:15", "09:30"],
            "stands": [{"id": "A", "interviewers": 1, "openings": [{"id": "o1", "quota": 3}]}],
            "candidates": candidates,
            "scores": [["c1", "o1", 30], ["c2", "o1", 20], ["c3", "o1", 10]],
            "fixed": fixed
        })
    };
    let everyone = json!([{"id": "c1"}, {"id": "c2"}, {"id": "c3"}]);
    let morning = planned(day(everyone.clone(), json!([])));
    let called = &morning.interviews[0];
    let fixed = json!([{"candidate": called.candidate, "opening": called.opening, "stand": called.stand, "slot": called.slot}]);
    let late = json!([{"id": "c1"}, {"id": "c2", "slots": ["09:30"]}, {"id": "c3"}]);
    let rolled = planned(day(late, fixed.clone()));
    assert_eq!(rolled.filled, 3);
    assert_eq!(&rolled.interviews[0], called);
    let gone = json!([{"id": "c1"}, {"id": "c2", "max_interviews": 0}, {"id": "c3"}]);
    let rolled = planned(day(gone, fixed));
    assert_eq!(rolled.filled, 2 + usize::from(called.candidate == "c2"));
}

#[test]
fn fixed_interviews_stay_outside_the_hours_above_the_limits_and_without_a_score() {
    let response = planned(json!({
        "slots": ["09:00", "09:15", "09:30"],
        "stands": [{"id": "A", "interviewers": 1, "max_interviews": 1, "openings": [{"id": "o1", "quota": 0}], "slots": ["09:30"]}, {"id": "B", "openings": [{"id": "o2", "quota": 5}]}],
        "candidates": [{"id": "c1", "max_interviews": 1, "slots": ["09:15"]}, {"id": "c2"}],
        "scores": [["c1", "o2", 5], ["c2", "o1", 5], ["c2", "o2", 5]],
        "fixed": [{"candidate": "c1", "opening": "o1", "stand": "A", "slot": "09:00"}]
    }));
    assert_eq!(meetings(&response), ["c1-o1", "c2-o2"]);
    assert_eq!(response.interviews[0].score, None);
    assert_eq!(response.total_score, 5.0);
}

// ---------------------------------------------------------------------------------------------------------------------
// Fairs at random
// ---------------------------------------------------------------------------------------------------------------------

/// The size and the habits of a random fair.
#[derive(Clone, Copy)]
struct Shape {
    people: usize,
    stands: usize,
    slots: usize,
    /// Some come for part of the day only.
    part_time: bool,
    /// Interviews fixed beforehand.
    fixed: usize,
}

fn some_slots(rng: &mut Rng, slots: &[String], part_time: bool) -> Option<Vec<String>> {
    if !part_time || rng.u8(0..4) == 0 {
        return None;
    }
    if rng.bool() {
        return Some(slots.iter().filter(|_| rng.bool()).cloned().collect());
    }
    let from = rng.usize(0..slots.len());
    Some(slots[from..rng.usize(from..=slots.len())].to_vec())
}

fn limit(rng: &mut Rng, most: i64) -> Option<i64> {
    (rng.u8(0..3) > 0).then(|| rng.i64(0..=most))
}

fn random_fair(seed: u64, shape: Shape) -> Request {
    let mut rng = Rng::with_seed(seed);
    let slots: Vec<String> = (0..shape.slots).map(|t| format!("{:02}:{:02}", 9 + t / 4, t % 4 * 15)).collect();
    let mut openings = Vec::new();
    let mut stands = Vec::new();
    for s in 0..shape.stands {
        let here: Vec<_> = (0..rng.usize(0..=3))
            .map(|n| Opening { id: format!("o{}", openings.len() + n), quota: limit(&mut rng, 12) })
            .collect();
        openings.extend(here.iter().map(|o| (o.id.clone(), format!("A{s}"))));
        stands.push(Stand {
            id: format!("A{s}"),
            interviewers: rng.i64(0..=3),
            max_interviews: if rng.u8(0..3) == 0 { limit(&mut rng, 20) } else { None },
            openings: here,
            slots: some_slots(&mut rng, &slots, shape.part_time),
        });
    }
    let (coarse, wide) = (rng.bool(), rng.usize(1..=12));
    let (mut scores, mut candidates, mut banned) = (Vec::new(), Vec::new(), Vec::new());
    for c in 0..shape.people {
        let id = format!("c{c}");
        let mut liked: Vec<_> = openings.clone();
        rng.shuffle(&mut liked);
        liked.truncate(rng.usize(0..=wide));
        for (opening, stand) in &liked {
            let score = if coarse { f64::from(rng.u8(0..6)) } else { rng.f64() * 200.0 - 50.0 };
            scores.push((id.clone(), opening.clone(), score));
            if rng.u8(0..12) == 0 {
                banned.push((id.clone(), stand.clone()));
            }
        }
        let mut wishes: Vec<_> = openings.iter().chain(&liked).map(|(o, _)| o.clone()).collect();
        rng.shuffle(&mut wishes);
        wishes.truncate(rng.usize(0..4));
        let max_interviews = limit(&mut rng, 5);
        candidates.push(Candidate { id, max_interviews, wishes, slots: some_slots(&mut rng, &slots, shape.part_time) });
    }
    let mut request = Request { slots, stands, candidates, scores, banned, fixed: Vec::new() };
    fix_some(&mut rng, &mut request, &openings, shape.fixed);
    request
}

/// Fixes interviews at random places where nobody clashes, scored or not, within the limits or not.
fn fix_some(rng: &mut Rng, request: &mut Request, openings: &[(String, String)], wanted: usize) {
    if openings.is_empty() || request.candidates.is_empty() {
        return;
    }
    let mut taken = HashSet::new();
    for _ in 0..wanted {
        let person = rng.usize(0..request.candidates.len());
        let candidate = request.candidates[person].id.clone();
        let scored: Vec<_> = request.scores.iter().filter(|s| s.0 == candidate).map(|s| s.1.clone()).collect();
        let liked = if scored.is_empty() || rng.u8(0..5) == 0 { None } else { Some(scored[rng.usize(0..scored.len())].clone()) };
        let (opening, stand) = match liked {
            Some(o) => openings.iter().find(|(id, _)| *id == o).cloned().unwrap_or_else(|| openings[0].clone()),
            None => openings[rng.usize(0..openings.len())].clone(),
        };
        let slot = request.slots[rng.usize(0..request.slots.len())].clone();
        let manned = request.stands.iter().any(|s| s.id == stand && s.interviewers > 0);
        let banned = request.banned.contains(&(candidate.clone(), stand.clone()));
        let keys = [format!("{candidate} {slot}"), format!("{stand} {slot}"), format!("{candidate} {opening}")];
        if manned && !banned && keys.iter().all(|k| !taken.contains(k)) {
            taken.extend(keys);
            request.fixed.push(Fixed { candidate, opening, stand, slot });
        }
    }
}

/// Sizes from a handful to 300 people and 60 stands.
fn shapes(part_time: bool, fixed: usize) -> impl Iterator<Item = (u64, Shape)> {
    let sizes = [(1, 1, 1), (3, 2, 2), (8, 3, 3), (20, 5, 6), (40, 12, 8), (90, 20, 12), (150, 10, 16), (300, 60, 16)];
    sizes.into_iter().enumerate().flat_map(move |(n, (people, stands, slots))| {
        let rounds = if people < 50 { 60 } else { 6 };
        let shape = Shape { people, stands, slots, part_time, fixed: fixed * people / 5 };
        (0..rounds).map(move |round| (n as u64 * 1_000 + round, shape))
    })
}

#[test]
fn with_free_hours_every_stable_pair_is_placed_and_no_pair_blocks() {
    for (seed, shape) in shapes(false, 0) {
        let request = random_fair(seed, shape);
        let response = plan(&request).unwrap();
        assert_eq!(audit(&request, &response), Vec::<String>::new(), "seed {seed}");
        let (mut met, mut chosen) = (meetings(&response), stable_pairs(&request).unwrap());
        chosen.sort();
        met.sort();
        let chosen: BTreeSet<_> = chosen.into_iter().map(|(c, o)| format!("{c}-{o}")).collect();
        assert_eq!(met.into_iter().collect::<BTreeSet<_>>(), chosen, "seed {seed}: a chosen pair has no time");
        assert!(Rules::of(&request, &response).blocking(Time::NoObject).is_empty(), "seed {seed}");
        assert!(response.untimed.is_empty() && response.blocking_pairs.is_empty(), "seed {seed}");
    }
}

#[test]
fn with_restricted_hours_every_rule_is_kept_and_nothing_that_fits_is_left_out() {
    let (mut fairs, mut unsettled) = (0, 0);
    for (seed, shape) in shapes(true, 0).chain(shapes(true, 1)).chain(shapes(false, 1)) {
        let request = random_fair(seed, shape);
        let response = plan(&request).unwrap();
        assert_eq!(audit(&request, &response), Vec::<String>::new(), "seed {seed}");
        let blocking: BTreeSet<_> = Rules::of(&request, &response).blocking(Time::Counts);
        let told: BTreeSet<_> = response.blocking_pairs.iter().map(|b| (b.candidate.clone(), b.opening.clone())).collect();
        assert_eq!(told, blocking, "seed {seed}: the plan and the checker see different blocking pairs");
        fairs += 1;
        unsettled += usize::from(!blocking.is_empty());
    }
    println!("{unsettled} of {fairs} fairs with restricted hours keep a blocking pair");
    assert!(unsettled * 50 <= fairs, "{unsettled} of {fairs} fairs keep a blocking pair");
}

#[test]
fn the_order_of_the_lists_leaves_no_trace() {
    for (seed, shape) in shapes(true, 1).chain(shapes(false, 0)).filter(|(seed, _)| seed % 1_000 < 12) {
        let request = random_fair(seed, shape);
        let mut shuffled = request.clone();
        let mut rng = Rng::with_seed(seed ^ 0x5eed);
        rng.shuffle(&mut shuffled.slots);
        rng.shuffle(&mut shuffled.stands);
        rng.shuffle(&mut shuffled.candidates);
        rng.shuffle(&mut shuffled.scores);
        rng.shuffle(&mut shuffled.banned);
        rng.shuffle(&mut shuffled.fixed);
        for stand in &mut shuffled.stands {
            rng.shuffle(&mut stand.openings);
            stand.slots.iter_mut().for_each(|slots| rng.shuffle(slots));
        }
        for candidate in &mut shuffled.candidates {
            candidate.slots.iter_mut().for_each(|slots| rng.shuffle(slots));
        }
        let (one, other) = (plan(&request).unwrap(), plan(&shuffled).unwrap());
        assert_eq!(serde_json::to_string(&one).unwrap(), serde_json::to_string(&other).unwrap(), "seed {seed}");
    }
}

/// Three people and three stands who all know each other, each person with wishes of their own: where liking goes round
/// in circles there are several stable plans.
fn fair_of_minds(seed: u64) -> Request {
    let mut rng = Rng::with_seed(seed);
    let names: Vec<String> = (0..3).map(|n| n.to_string()).collect();
    let stand = |rng: &mut Rng, n: &String| Stand {
        id: n.clone(),
        interviewers: 1,
        max_interviews: Some(rng.i64(1..=2)),
        openings: vec![Opening { id: n.clone(), quota: Some(rng.i64(1..=2)) }],
        slots: None,
    };
    let person = |rng: &mut Rng, n: &String| {
        let mut wishes = names.clone();
        rng.shuffle(&mut wishes);
        Candidate { id: n.clone(), max_interviews: Some(rng.i64(1..=2)), wishes, slots: None }
    };
    Request {
        slots: names.clone(),
        stands: names.iter().map(|n| stand(&mut rng, n)).collect(),
        candidates: names.iter().map(|n| person(&mut rng, n)).collect(),
        scores: names
            .iter()
            .flat_map(|c| names.iter().map(move |o| (c.clone(), o.clone())))
            .map(|(c, o)| (c, o, rng.f64()))
            .collect(),
        ..Request::default()
    }
}

#[test]
fn no_stable_plan_is_better_for_any_person() {
    let mut others = 0;
    for seed in 0..300 {
        let request = fair_of_minds(seed);
        let ours: BTreeSet<_> = stable_pairs(&request).unwrap().into_iter().collect();
        let rules = Rules::of(&request, &Response { interviews: vec![], ..plan(&request).unwrap() });
        for stable in rules.every_stable_set() {
            others += usize::from(stable != ours);
            for candidate in &request.candidates {
                // Offered both days together, the person picks ours.
                let mut both: Vec<_> = ours.union(&stable).filter(|(c, _)| *c == candidate.id).cloned().collect();
                both.sort_by_key(|pair| rules.rank(pair));
                both.truncate(rules.person_limit(&candidate.id));
                let own: BTreeSet<_> = ours.iter().filter(|(c, _)| *c == candidate.id).cloned().collect();
                assert_eq!(both.into_iter().collect::<BTreeSet<_>>(), own, "seed {seed}, {}", candidate.id);
            }
        }
    }
    assert!(others > 10, "only {others} rival stable plans were met; the test shows little");
}

#[test]
fn with_restricted_hours_as_many_are_placed_as_an_exhaustive_search_can_find() {
    let (mut ours, mut best, mut short) = (0, 0, 0);
    for seed in 0..3_000 {
        let request = random_fair(seed, Shape { people: 5, stands: 3, slots: 3, part_time: true, fixed: 0 });
        if request.scores.len() > 12 {
            continue;
        }
        let response = plan(&request).unwrap();
        let rules = Rules::of(&request, &Response { interviews: vec![], ..response.clone() });
        let most = rules.most_interviews();
        assert!(response.filled <= most, "seed {seed}: the checker missed a plan");
        // Stability can cost interviews, though never more than half of them.
        assert!(response.filled * 2 >= most, "seed {seed}: {} of {most} interviews", response.filled);
        ours += response.filled;
        best += most;
        short += usize::from(response.filled < most);
    }
    println!("{ours} of {best} possible interviews placed; {short} fairs fell short");
    assert!(best > 2_000, "the fairs were too small to tell: {best}");
    assert!(ours * 100 >= best * 97, "{ours} of {best} possible interviews were placed");
}

// ---------------------------------------------------------------------------------------------------------------------
// The checker: every rule again, from the words of the interface, by trying everything
// ---------------------------------------------------------------------------------------------------------------------

type Named = (String, String);

#[derive(Clone, Copy, PartialEq)]
enum Time {
    /// Limits bound by free slots, no clock looked at.
    NoObject,
    /// A pair blocks only if there is a slot for it.
    Counts,
}

struct Rules<'f> {
    fair: &'f Request,
    scores: HashMap<Named, f64>,
    stand_of: HashMap<&'f str, &'f Stand>,
    candidate: HashMap<&'f str, &'f Candidate>,
    quota: HashMap<&'f str, Option<i64>>,
    fixed: HashSet<Named>,
    banned: HashSet<Named>,
    /// (candidate, opening) → slot.
    meets: BTreeMap<Named, &'f str>,
}

impl<'f> Rules<'f> {
    fn of(fair: &'f Request, response: &Response) -> Self {
        let slot = |name: &str| fair.slots.iter().find(|s| *s == name).expect("a slot of the fair").as_str();
        Rules {
            fair,
            scores: fair.scores.iter().map(|(c, o, s)| ((c.clone(), o.clone()), *s)).collect(),
            stand_of: fair.stands.iter().flat_map(|s| s.openings.iter().map(move |o| (o.id.as_str(), s))).collect(),
            candidate: fair.candidates.iter().map(|c| (c.id.as_str(), c)).collect(),
            quota: fair.stands.iter().flat_map(|s| s.openings.iter().map(|o| (o.id.as_str(), o.quota))).collect(),
            fixed: fair.fixed.iter().map(|f| (f.candidate.clone(), f.opening.clone())).collect(),
            banned: fair.banned.iter().cloned().collect(),
            meets: response.interviews.iter().map(|i| ((i.candidate.clone(), i.opening.clone()), slot(&i.slot))).collect(),
        }
    }

    fn stand(&self, pair: &Named) -> &'f Stand {
        self.stand_of[pair.1.as_str()]
    }

    /// Where a pair stands in its person's order; smaller is liked better.
    fn rank(&self, pair: &Named) -> (usize, i64, String) {
        let wish = self.candidate[pair.0.as_str()].wishes.iter().position(|w| *w == pair.1).unwrap_or(usize::MAX);
        (wish, if wish == usize::MAX { -(self.scores[pair] * 1e12).round() as i64 } else { 0 }, pair.1.clone())
    }

    /// A stand likes the first better than the second.
    fn stand_prefers(&self, one: &Named, other: &Named) -> bool {
        let (a, b) = (self.scores[one], self.scores[other]);
        a > b || a == b && (&one.0, &one.1) < (&other.0, &other.1)
    }

    /// Slots the person is there and not in a fixed interview.
    fn hours_of(&self, candidate: &str) -> Vec<&'f str> {
        let own = &self.candidate[candidate].slots;
        let busy = |slot: &str| self.fair.fixed.iter().any(|f| f.candidate == candidate && f.slot == slot);
        self.fair
            .slots
            .iter()
            .map(String::as_str)
            .filter(|s| own.as_ref().is_none_or(|o| o.iter().any(|t| t == s)) && !busy(s))
            .collect()
    }

    /// Slots of the stand, each with the interviewers not in a fixed interview.
    fn seats_of(&self, stand: &Stand) -> Vec<(&'f str, i64)> {
        let fixed = |slot: &str| self.fair.fixed.iter().filter(|f| f.stand == stand.id && f.slot == slot).count() as i64;
        let own =
            self.fair.slots.iter().map(String::as_str).filter(|s| stand.slots.as_ref().is_none_or(|o| o.iter().any(|t| t == s)));
        own.map(|s| (s, stand.interviewers.min(1_000_000) - fixed(s))).filter(|(_, seats)| *seats > 0).collect()
    }

    fn fixed_count(&self, which: impl Fn(&Fixed) -> bool) -> i64 {
        self.fair.fixed.iter().filter(|f| which(f)).count() as i64
    }

    fn person_limit(&self, candidate: &str) -> usize {
        let most = self.candidate[candidate].max_interviews.unwrap_or(i64::MAX);
        let left = (most - self.fixed_count(|f| f.candidate == candidate)).max(0);
        left.min(self.hours_of(candidate).len() as i64) as usize
    }

    fn opening_limit(&self, opening: &str) -> usize {
        let most = self.quota[opening].unwrap_or(i64::MAX);
        (most - self.fixed_count(|f| f.opening == opening)).clamp(0, 1 << 40) as usize
    }

    fn stand_limit(&self, stand: &Stand) -> usize {
        let left = (stand.max_interviews.unwrap_or(i64::MAX) - self.fixed_count(|f| f.stand == stand.id)).max(0);
        left.min(self.seats_of(stand).iter().map(|(_, seats)| seats).sum()) as usize
    }

    /// Wanted, allowed and not fixed.
    fn candidates_pairs(&self) -> Vec<Named> {
        let allowed = |p: &&Named| !self.fixed.contains(*p) && !self.banned.contains(&(p.0.clone(), self.stand(p).id.clone()));
        let mut all: Vec<_> = self.scores.keys().filter(allowed).cloned().collect();
        all.sort();
        all
    }

    /// The limits of everyone a pair concerns hold in a set of pairs.
    fn limits_hold(&self, pair: &Named, set: &[&Named]) -> bool {
        let stand = self.stand(pair);
        set.iter().filter(|p| p.0 == pair.0).count() <= self.person_limit(&pair.0)
            && set.iter().filter(|p| p.1 == pair.1).count() <= self.opening_limit(&pair.1)
            && set.iter().filter(|p| self.stand(p).id == stand.id).count() <= self.stand_limit(stand)
    }

    /// The pairs that block, found by trying every way to give up one less liked talk.
    fn blocking(&self, time: Time) -> BTreeSet<Named> {
        let met: Vec<&Named> = self.meets.keys().filter(|p| !self.fixed.contains(*p)).collect();
        self.candidates_pairs().into_iter().filter(|p| !self.meets.contains_key(p) && self.blocks(p, &met, time)).collect()
    }

    /// Each side, looking at its own day alone, would have the pair (in one and the same slot, if time counts): as things
    /// are, or without one of the talks it likes less.
    fn blocks(&self, pair: &Named, met: &[&Named], time: Time) -> bool {
        let (limit, quota, stand) = (self.person_limit(&pair.0), self.opening_limit(&pair.1), self.stand(pair));
        let cap = self.stand_limit(stand);
        let own: Vec<&Named> = met.iter().copied().filter(|p| p.0 == pair.0).collect();
        let here: Vec<&Named> = met.iter().copied().filter(|p| self.stand(p).id == stand.id).collect();
        let at = |p: &Named, slot: &str| time == Time::Counts && self.meets[p] == slot;
        let person_would = |slot: &str| {
            let gives = own.iter().filter(|p| self.rank(p) > self.rank(pair)).map(Some).chain([None]);
            let mut days = gives.map(|x| own.iter().filter(|p| Some(*p) != x).collect::<Vec<_>>());
            days.any(|left| left.len() < limit && !left.iter().any(|p| at(p, slot)))
        };
        let stand_would = |slot: &str, seats: i64| {
            let gives = here.iter().filter(|p| self.stand_prefers(pair, p)).map(Some).chain([None]);
            let mut days = gives.map(|y| here.iter().filter(|p| Some(*p) != y).collect::<Vec<_>>());
            days.any(|left| {
                let at_opening = left.iter().filter(|p| p.1 == pair.1).count();
                let then = left.iter().filter(|p| at(p, slot)).count() as i64;
                left.len() < cap && at_opening < quota && then < seats
            })
        };
        let hours = self.hours_of(&pair.0);
        let mut slots = self.seats_of(stand).into_iter().filter(|(slot, _)| hours.contains(slot));
        slots.any(|(slot, seats)| person_would(slot) && stand_would(slot, seats))
    }

    /// There is a slot in which the person is idle and an interviewer free.
    fn slot_for(&self, pair: &Named, own: &[&Named], here: &[&Named]) -> bool {
        let hours = self.hours_of(&pair.0);
        self.seats_of(self.stand(pair)).into_iter().any(|(slot, seats)| {
            hours.contains(&slot)
                && own.iter().all(|p| self.meets[*p] != slot)
                && (here.iter().filter(|p| self.meets[**p] == slot).count() as i64) < seats
        })
    }

    /// Every stable set of pairs of a small fair with free hours.
    fn every_stable_set(&self) -> Vec<BTreeSet<Named>> {
        let pairs = self.candidates_pairs();
        let subsets = (0..1_u32 << pairs.len())
            .map(|bits| pairs.iter().enumerate().filter(move |(n, _)| bits >> n & 1 == 1).map(|(_, p)| p).collect::<Vec<_>>());
        let stable = |set: &Vec<&Named>| {
            set.iter().all(|p| self.limits_hold(p, set))
                && pairs.iter().all(|p| set.contains(&p) || !self.blocks(p, set, Time::NoObject))
        };
        subsets.filter(stable).map(|set| set.into_iter().cloned().collect()).collect()
    }

    /// The most interviews any plan of a small fair can hold.
    fn most_interviews(&self) -> usize {
        let pairs = self.candidates_pairs();
        let mut best = 0;
        self.search(&pairs, &mut Vec::new(), &mut best);
        best
    }

    fn search<'s>(&self, rest: &'s [Named], plan: &mut Vec<(&'s Named, &'f str)>, best: &mut usize) {
        *best = (*best).max(plan.len());
        let Some((pair, later)) = rest.split_first() else { return };
        if plan.len() + rest.len() <= *best {
            return;
        }
        let mut with: Vec<&Named> = plan.iter().map(|(p, _)| *p).collect();
        with.push(pair);
        if self.limits_hold(pair, &with) {
            let hours = self.hours_of(&pair.0);
            for (slot, seats) in self.seats_of(self.stand(pair)) {
                let taken = plan.iter().filter(|(p, t)| *t == slot && self.stand(p).id == self.stand(pair).id).count() as i64;
                if hours.contains(&slot) && taken < seats && !plan.iter().any(|(p, t)| p.0 == pair.0 && *t == slot) {
                    plan.push((pair, slot));
                    self.search(later, plan, best);
                    plan.pop();
                }
            }
        }
        self.search(later, plan, best);
    }
}

/// Everything that is wrong with a plan.
fn audit(fair: &Request, response: &Response) -> Vec<String> {
    let rules = Rules::of(fair, response);
    let mut wrong = Vec::new();
    let (mut person_at, mut pairs) = (HashSet::new(), HashSet::new());
    let mut seat_at: HashMap<(&str, &str), i64> = HashMap::new();
    let mut total = 0.0;
    for i in &response.interviews {
        let pair = (i.candidate.clone(), i.opening.clone());
        let fixed = fair
            .fixed
            .iter()
            .any(|f| (&f.candidate, &f.opening, &f.stand, &f.slot) == (&i.candidate, &i.opening, &i.stand, &i.slot));
        let stand = rules.stand(&pair);
        let mut check = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{} {} {}: {what}", i.candidate, i.opening, i.slot));
            }
        };
        check(stand.id == i.stand, "the opening is at another stand");
        check(pairs.insert(pair.clone()), "they meet twice");
        check(person_at.insert((&i.candidate, &i.slot)), "the person is in two places");
        check(!rules.banned.contains(&(i.candidate.clone(), i.stand.clone())), "banned");
        check(rules.scores.get(&pair).copied() == i.score, "the score is another");
        if !fixed {
            check(!rules.fixed.contains(&pair), "a fixed interview was moved");
            check(i.score.is_some(), "not wanted");
            check(rules.hours_of(&i.candidate).contains(&i.slot.as_str()), "the person is not free then");
            check(rules.seats_of(stand).iter().any(|(s, _)| *s == i.slot), "the stand is not free then");
        }
        *seat_at.entry((&i.stand, &i.slot)).or_default() += 1;
        total += i.score.unwrap_or(0.0);
    }
    for ((stand, slot), people) in seat_at {
        let interviewers = fair.stands.iter().find(|s| s.id == stand).map_or(0, |s| s.interviewers);
        if people > interviewers {
            wrong.push(format!("{stand} {slot}: {people} people, {interviewers} interviewers"));
        }
    }
    for f in &fair.fixed {
        if !response
            .interviews
            .iter()
            .any(|i| (&f.candidate, &f.opening, &f.stand, &f.slot) == (&i.candidate, &i.opening, &i.stand, &i.slot))
        {
            wrong.push(format!("{} {}: the fixed interview is gone", f.candidate, f.opening));
        }
    }
    audit_limits(&rules, &mut wrong);
    if response.filled != response.interviews.len() || (total - response.total_score).abs() > 1e-6 {
        wrong.push(format!("{} filled, {} in all", response.filled, response.total_score));
    }
    let idle: Vec<&str> = {
        let busy: HashSet<_> = response.interviews.iter().map(|i| i.candidate.as_str()).collect();
        let mut idle: Vec<_> = fair.candidates.iter().map(|c| c.id.as_str()).filter(|c| !busy.contains(c)).collect();
        idle.sort_unstable();
        idle
    };
    if response.unplaced.iter().map(|u| u.candidate.as_str()).collect::<Vec<_>>() != idle {
        wrong.push(format!("idle are {idle:?}, told are {:?}", response.unplaced));
    }
    wrong
}

/// No limit is passed, and nothing is left out that all limits and the clock have room for.
fn audit_limits(rules: &Rules<'_>, wrong: &mut Vec<String>) {
    let met: Vec<&Named> = rules.meets.keys().filter(|p| !rules.fixed.contains(*p)).collect();
    for pair in &met {
        if !rules.limits_hold(pair, &met) {
            wrong.push(format!("{pair:?}: a limit is passed"));
        }
    }
    for pair in rules.candidates_pairs().iter().filter(|p| !rules.meets.contains_key(*p)) {
        let stand = rules.stand(pair);
        let own: Vec<&Named> = met.iter().copied().filter(|p| p.0 == pair.0).collect();
        let here: Vec<&Named> = met.iter().copied().filter(|p| rules.stand(p).id == stand.id).collect();
        let room = own.len() < rules.person_limit(&pair.0)
            && here.iter().filter(|p| p.1 == pair.1).count() < rules.opening_limit(&pair.1)
            && here.len() < rules.stand_limit(stand);
        if room && rules.slot_for(pair, &own, &here) {
            wrong.push(format!("{pair:?}: there is room and a slot for it"));
        }
    }
}
