"""The stable part of a fair by the Python package `matching`, on the instances of `cargo bench --bench planner -- --write`.

    python3 -m venv VENV && VENV/bin/pip install matching==1.4.3
    cargo bench --bench planner -- --write FOLDER
    VENV/bin/python benches/peers/stable.py FOLDER/stable-small.json FOLDER/stable-large.json

Its nearest game is HospitalResident: quotas on one side only, one interview a person. So the instances give everybody one
interview, openings are the hospitals, and stands have time enough for all their openings (the script checks it). Both find
the outcome that is best for the people, which is one and the same: the script compares the pairs. Their time is `solve()`
alone and, apart, with building the players; ours is from the request with its names to the pairs.

Times are those of the processor. Measured with Python 3.11.7 and matching 1.4.3 on one core.
"""

import json
import sys
import time

from matching.games import HospitalResident


def preferences(fair):
    """Both sides' orders as the interface has them: wishes, scores, ids; an opening by score and candidate id."""
    score, by_person, by_opening = {}, {}, {}
    for person, opening, value in fair["scores"]:
        score[person, opening] = value
        by_person.setdefault(person, []).append(opening)
        by_opening.setdefault(opening, []).append(person)
    wishes = {c["id"]: {o: n for n, o in reversed(list(enumerate(c["wishes"])))} for c in fair["candidates"]}
    for person, openings in by_person.items():
        wished = wishes[person]
        openings.sort(key=lambda o: (wished.get(o, len(wished) + 1), 0 if o in wished else -score[person, o], o))
    for opening, people in by_opening.items():
        people.sort(key=lambda c: (-score[c, opening], c))
    return by_person, by_opening


def main(path):
    with open(path) as file:
        fair = json.load(file)
    with open(path.replace(".json", ".ours.json")) as file:
        ours = json.load(file)
    residents, hospitals = preferences(fair)
    capacities = {o["id"]: o["quota"] for s in fair["stands"] for o in s["openings"] if o["id"] in hospitals}
    for stand in fair["stands"]:
        # Where time could bind, the two would answer different questions.
        assert sum(o["quota"] for o in stand["openings"]) <= stand["interviewers"] * len(fair["slots"]), stand["id"]
    begun = time.process_time()
    game = HospitalResident.create_from_dictionaries(residents, hospitals, capacities)
    built = time.process_time()
    matched = game.solve(optimal="resident")
    solved = time.process_time()
    theirs = {(person.name, hospital.name) for hospital, people in matched.items() for person in people}
    same = theirs == {tuple(pair) for pair in ours["stable"]}
    solve_ms, all_ms = (solved - built) * 1e3, (solved - begun) * 1e3
    print(f"{path}: {len(theirs)} pairs, {'the same as ours' if same else 'NOT OURS'}")
    print(f"  matching: solve {solve_ms:.1f} ms, with building {all_ms:.1f} ms; ours {ours['stable_ms']:.2f} ms")
    print(f"  ratio: {solve_ms / ours['stable_ms']:.0f} times (solve alone), {all_ms / ours['stable_ms']:.0f} times (with building)")


if __name__ == "__main__":
    # The package copies its players by recursion.
    sys.setrecursionlimit(1_000_000)
    for name in sys.argv[1:]:
        main(name)
