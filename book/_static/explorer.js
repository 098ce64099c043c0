// The what-if explorer. Its formulas are those of the package (analysis.coverage.scenarios), and a
// test holds the two against each other. Without this script the page shows its table of scenarios.
"use strict";

const bases = ["employed", "eligible", "labour_force"];

const formulas = {
  // Members in persons, and in percent of each base; null where the base is not known.
  scenario(workers, formal, informal) {
    const members = (workers.formal * formal + workers.informal * informal) / 100;
    const coverage = {};
    for (const base of bases) {
      coverage[base] = workers[base] === null ? null : (100 * members) / workers[base];
    }
    return { members, coverage };
  },

  // The rates at which there are so many members, both moved in proportion, none above 100.
  ratesOf(workers, members, formal, informal) {
    const before = formulas.scenario(workers, formal, informal).members;
    if (before === 0) {
      const rate = (100 * members) / (workers.formal + workers.informal);
      return [rate, rate];
    }
    const first = Math.min(100, (formal * members) / before);
    const second = Math.min(100, (100 * members - workers.formal * first) / workers.informal);
    return [(100 * members - workers.informal * second) / workers.formal, second];
  },

  // Points to a target, and the persons of the base that they are.
  distance(target, coverage, persons) {
    const points = target - coverage;
    return [points, (points / 100) * persons];
  },
};
window.ucjFormulas = formulas;

const tongue = document.documentElement.lang;
const percent = (value) =>
  `${value.toLocaleString(tongue, { minimumFractionDigits: 1, maximumFractionDigits: 1 })}%`;
const whole = (value) => Math.round(value).toLocaleString(tongue);
const one = (value) =>
  value.toLocaleString(tongue, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const left = (value) => ({ left: `${Math.min(100, Math.max(0, value))}%` });
const fill = (sentence, values) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function explorer() {
  return {
    all: {},
    words: {},
    place: {},
    workers: {},
    formal: 0,
    informal: 0,

    init() {
      const given = JSON.parse(this.$root.dataset.explorer);
      this.words = given.words;
      this.all = given.places;
      this.$root.hidden = false;
      this.enter(Object.keys(given.places)[0]);
    },

    enter(geo) {
      this.place = this.all[geo];
      const years = Object.keys(this.place.workers);
      this.$refs.year.replaceChildren(...years.map((year) => new Option(year, year)));
      this.reset();
    },

    reset() {
      this.$refs.year.value = String(this.place.year);
      this.workers = this.place.workers[this.place.year];
      this.formal = this.place.formal;
      this.informal = this.place.informal;
    },

    choosePlace(event) {
      this.enter(event.target.value);
    },

    chooseYear(event) {
      this.workers = this.place.workers[event.target.value];
    },

    move(event) {
      const { name, valueAsNumber } = event.target;
      const value = Math.min(this.most[name], Math.max(0, valueAsNumber || 0));
      if (name === "members") {
        [this.formal, this.informal] = formulas.ratesOf(
          this.workers, value, this.formal, this.informal,
        );
      } else {
        this[name] = value;
      }
    },

    get result() {
      return formulas.scenario(this.workers, this.formal, this.informal);
    },

    get most() {
      const all = Math.floor(this.workers.formal + this.workers.informal);
      return { formal: 100, informal: 100, members: all };
    },

    // A step of the members is about a thousandth of them, in a round number.
    get step() {
      const members = 10 ** Math.max(0, Math.floor(Math.log10(this.most.members)) - 3);
      return { formal: 0.1, informal: 0.1, members };
    },

    get shown() {
      const { members } = this.step;
      return {
        formal: this.formal.toFixed(1),
        informal: this.informal.toFixed(1),
        members: Math.round(this.result.members / members) * members,
      };
    },

    get said() {
      const { members, coverage } = this.result;
      const values = { members: whole(members), coverage: percent(coverage.employed) };
      return fill(this.words.said, values);
    },

    ofEachBase(make) {
      return Object.fromEntries(bases.map((base) => [base, make(base)]));
    },

    get told() {
      const { coverage } = this.result;
      return this.ofEachBase((base) =>
        coverage[base] === null ? this.words.unknown : percent(coverage[base]),
      );
    },

    get bars() {
      const { coverage } = this.result;
      return this.ofEachBase((base) => ({ width: `${Math.min(100, coverage[base] ?? 0)}%` }));
    },

    get points() {
      return this.ofEachBase((base) => this.place.points[base].map(left));
    },

    get lines() {
      return this.ofEachBase((base) =>
        this.place.goals.filter((goal) => goal.base === base).map((goal) => left(goal.target)),
      );
    },

    get printed() {
      return this.place.printed;
    },

    get goals() {
      const { coverage } = this.result;
      return this.place.goals.map((goal) => {
        const { name, of, base } = goal;
        if (coverage[base] === null) {
          return { name, of, points: this.words.unknown, persons: this.words.unknown };
        }
        const [points, persons] = formulas.distance(
          goal.target, coverage[base], this.workers[base],
        );
        const met = points <= 0;
        return {
          name,
          of,
          points: met ? this.words.met : one(points),
          persons: met ? this.words.met : whole(persons),
        };
      });
    },
  };
}

document.addEventListener("alpine:init", () => Alpine.data("explorer", explorer));
