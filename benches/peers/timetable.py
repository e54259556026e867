"""The timetable of a fair by OR-tools CP-SAT, on the instances of `cargo bench --bench planner -- --write`.

    python3 -m venv VENV && VENV/bin/pip install ortools==9.15.6755
    cargo bench --bench planner -- --write FOLDER
    VENV/bin/python benches/peers/timetable.py FOLDER/timetable-small.json FOLDER/hours-small.json …  [--seconds 60]

Two questions. `timetable-*`: everybody is free; give each of the stable pairs a slot so that nobody is in two places (a
question of feasibility; no waits are asked for, though ours also shortens them). `hours-*`: hours are restricted; hold as
many interviews as any plan could, with stability no object. That is more freedom than our plan has, so the share we reach of
its bound is a lower one. One worker, default settings. Our time for the timetable is the whole plan without the stable part.

Times are those of the processor; --seconds are of the clock. Measured with Python 3.11.7 and OR-tools 9.15.6755 on one core.
"""

import json
import sys
import time

from ortools.sat.python import cp_model


def model_of(fair, pairs, all_must_meet):
    model = cp_model.CpModel()
    hours = {c["id"]: set(c["slots"] if c["slots"] is not None else fair["slots"]) for c in fair["candidates"]}
    stands = {o["id"]: s for s in fair["stands"] for o in s["openings"]}
    meets, person_at, stand_at, of_person, of_opening = {}, {}, {}, {}, {}
    for person, opening in pairs:
        stand = stands[opening]
        manned = stand["slots"] if stand["slots"] is not None else fair["slots"]
        talks = []
        for slot in manned:
            if slot in hours[person]:
                talk = model.new_bool_var("")
                talks.append(talk)
                person_at.setdefault((person, slot), []).append(talk)
                stand_at.setdefault((stand["id"], slot), []).append(talk)
                of_person.setdefault(person, []).append(talk)
                of_opening.setdefault(opening, []).append(talk)
        model.add_exactly_one(talks) if all_must_meet else model.add_at_most_one(talks)
        meets[person, opening] = talks
    for talks in person_at.values():
        model.add_at_most_one(talks)
    seats = {s["id"]: s["interviewers"] for s in fair["stands"]}
    for (stand, _), talks in stand_at.items():
        model.add(sum(talks) <= seats[stand])
    if not all_must_meet:
        limits = {c["id"]: c["max_interviews"] for c in fair["candidates"]}
        quotas = {o["id"]: o["quota"] for s in fair["stands"] for o in s["openings"]}
        for person, talks in of_person.items():
            model.add(sum(talks) <= limits[person])
        for opening, talks in of_opening.items():
            model.add(sum(talks) <= quotas[opening])
        model.maximize(sum(talk for talks in meets.values() for talk in talks))
    return model


def main(path, seconds):
    with open(path) as file:
        fair = json.load(file)
    with open(path.replace(".json", ".ours.json")) as file:
        ours = json.load(file)
    free = "hours" not in path.rsplit("/", 1)[-1]
    pairs = [tuple(p) for p in ours["stable"]] if free else [(c, o) for c, o, _ in fair["scores"]]
    begun = time.process_time()
    model = model_of(fair, pairs, free)
    built = time.process_time()
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.status_name(solver.solve(model))
    solved = time.process_time()
    solve_ms, all_ms = (solved - built) * 1e3, (solved - begun) * 1e3
    mine = ours["plan_ms"] - ours["stable_ms"] if free else ours["plan_ms"]
    print(f"{path}: {status}; CP-SAT solve {solve_ms:.0f} ms, with building {all_ms:.0f} ms; ours {mine:.2f} ms")
    print(f"  ratio: {solve_ms / mine:.0f} times (solve alone), {all_ms / mine:.0f} times (with building)")
    held = ours["plan"]["filled"]
    if free:
        print(f"  ours holds {held} of {len(pairs)} pairs")
    elif status in ("OPTIMAL", "FEASIBLE"):
        found, bound = int(solver.objective_value), solver.best_objective_bound
        print(f"  CP-SAT holds {found}, no plan holds more than {bound:.0f}; ours, stable, {held}: {held / bound:.3f} of the bound")
    else:
        print(f"  CP-SAT holds none in that time; ours, stable, {held}")


if __name__ == "__main__":
    words = sys.argv[1:]
    limit = 60.0
    if "--seconds" in words:
        at = words.index("--seconds")
        limit = float(words[at + 1])
        del words[at : at + 2]
    for name in words:
        main(name, limit)
