"""A case of a few rows, written to a folder, for the tests that read or break one."""

import json
from pathlib import Path

TABLES = {
    "documents": [
        "document_id,layer,title,publisher,publisher_type,published,url,language,event,scope,read,note",
        "d-day,public,One,Paper,press,2024-11-11,https://example.org/1,id,launch,case,opening,",
        "d-month,public,Two,Paper,press,2024-11,https://example.org/2,id,,case,whole,",
        "d-year,public,Three,City,government,2024,https://example.org/3,en,,case,whole,",
        "d-undated,public,Four,City,government,,https://example.org/4,en,,case,whole,",
        "d-study,study,Five,University,academic,2025,,id,,case,opening,",
        "d-lesson,teaching,Six,Project,other,2024-01-01,,en,,context,whole,",
    ],
    "segments": [
        "segment_id,document_id,speaker,addressed,happened,statement_en,statement_id",
        "s-day,d-day,agency,city,2024-11-11,A statement.,Pernyataan.",
        "s-month,d-month,city,,,A statement.,Pernyataan.",
        "s-year,d-year,city,agency,2024,A statement.,Pernyataan.",
        "s-undated,d-undated,city,,,A statement.,Pernyataan.",
        "s-study,d-study,agency,,,A statement.,Pernyataan.",
        "s-lesson,d-lesson,agency,,,A statement.,Pernyataan.",
    ],
    "codings": [
        "segment_id,coder,code,stance,rationale",
        "s-day,first,DR1,supports,",
        "s-day,second,NONE,neutral,",
        "s-month,first,CJ4,hinders,",
        "s-year,first,AC,supports,",
        "s-undated,first,SC1,hinders,",
        "s-study,first,DR1,hinders,",
        "s-lesson,first,DR2,supports,",
    ],
    "actors": [
        "actor_id,kind,label_en,label_id,note_en,note_id",
        "agency,agency,The agency,Badan,,",
        "city,local_government,The city,Kota,,",
    ],
    "agreements": [
        "agreement_id,segment_id,kind,party,other_party,signed,note",
        "a-day,s-day,agreement,city,agency,2024-11-11,",
        "a-undated,s-undated,agreement,city,agency,,",
    ],
    "observations": [
        (
            "observation_id,series,geo,geo_level,period_start,period,value,unit,group,base,status,"
            "checked,publisher,title,published,url,note"
        ),
        (
            "o1,active_members,Example,district,,2024-10,250,persons,all,,printed,once,Paper,"
            "One,2024-11-11,https://example.org/1,"
        ),
        (
            "o2,employed,Example,district,,2024-08,1000,persons,all,,printed,once,Paper,"
            "One,,https://example.org/1,"
        ),
        (
            "o3,coverage,Example,district,,2024-12,27.5,percent,all,employed,printed,once,Paper,"
            "Two,2025-01,https://example.org/2,"
        ),
        (
            "o4,benefits_paid,Example,district,2024-01,2024-12,3.5,billion_idr,all,,printed,"
            "once,Paper,Two,2025-02-01,https://example.org/2,"
        ),
    ],
    "derivations": [
        "derivation_id,geo,period,group,base,role,numerator,denominator,reason_en,reason_id",
        "r-all,Example,2024-10,all,employed,value,o1,o2,Because.,Karena.",
    ],
    "claims": [
        "claim_id,dimension,text_en,text_id,locator",
        "C1,drivers,A claim.,Klaim.,abstract",
    ],
    "claim_tests": [
        (
            "test_id,claim_id,measure,codes,group,actor_kind,other_kind,comparison,threshold,minimum,"
            "minimum_unit,rationale_en,rationale_id"
        ),
        "C1a,C1,net_stance,DR1 DR2,,local_government,,<,0,8,events,Because.,Karena.",
    ],
}


def write_case(folder: Path, *, leave_out: tuple[str, ...] = ()) -> Path:
    """Write the case, all tables or all but some, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    about = {"place_en": "Example", "place_id": "Contoh", "geo": "Example"}
    (folder / "datapackage.json").write_text(json.dumps({"name": "example", "case": about}))
    for table, lines in TABLES.items():
        if table not in leave_out:
            (folder / f"{table}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def edit(folder: Path, table: str, old: str, new: str) -> None:
    """Replace a text that stands once in a table."""
    path = folder / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise AssertionError(f"“{old}” stands {text.count(old)} times in {table}.csv")
    path.write_text(text.replace(old, new), encoding="utf-8")
