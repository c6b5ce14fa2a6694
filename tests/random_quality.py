"""Rules of data quality for the random cases: one of every kind that a tidy table can break."""

QUALITY = """\
quality:
  - {id: possible, title: 可能的范围, kind: bounds, severity: error, hint: 核对}
  - {id: whole, title: 整数, kind: whole, severity: error, hint: 核对}
  - {id: usual, title: 通常的范围, kind: usual, severity: warning, hint: 核对}
  - {id: hinted, title: 通常的比例, kind: usual, of: 普惠幼儿数 / 在园幼儿数, range: ["0.1", "0.9"], unit: 比, severity: hint, hint: 核对}
  - {id: children, title: 部分不超过全部, kind: within, checks: [普惠幼儿数 <= 在园幼儿数, 配齐学校数 <= 学校总数], severity: error, hint: 核对}
  - {id: two-sums, title: 两数相等, kind: equal, checks: [在园幼儿数 == 户籍幼儿数], per: [region], severity: warning, hint: 核对}
  - {id: jump, title: 与上年相比, kind: jump, items: [在校生数, 财政拨款, 学生数], tolerance: {percent: 20, amount: 5}, severity: warning, hint: 核对}
  - {id: unit, title: 单位错位, kind: unit, by: usual, factors: [10000, 100], severity: error, hint: 核对}
  - {id: unit-before, title: 与上年单位错位, kind: unit, by: previous, factors: [10000, 1000, 100], tolerance: {percent: 30}, severity: warning, hint: 核对}
  - {id: twice, title: 几处不同, kind: conflict, severity: error, hint: 核对}
  - {id: rate, title: 重新计算的比率, kind: rate, severity: error, hint: 核对}
  - {id: staged, title: 各学段之和, kind: stages, items: [在校生数, 学生数, 教师数], severity: warning, hint: 核对}
  - {id: schools, title: 县级数与各校之和, kind: rollup, checks: [在校生数 == 学生数], severity: warning, hint: 核对}
  - {id: alike, title: 学校重名, kind: duplicate, by: similar, severity: warning, hint: 核对}
"""
