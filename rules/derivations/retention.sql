-- 巩固率的要素，从学籍记录算出
--
-- 读：roll，一名学生一学年一行。
--   region 县区代码，school 学校，pupil 学籍号，grade 年级（1 至 9），year 学年（9月1日所在的年份），
--   status 这一学年的情况：在读、转入、转出、死亡、毕业。
--   同一学年又转入又毕业（转出、死亡）的写两行；县内转学的，转出学校一行、转入学校一行，写在同一学年。
-- 写：一行一个数，年份是毕业的那一年（统计时点 9月1日）。
--
-- 一个学生在一处（学校，或整个县），一学年里：
--   came 学年初不在、当年转来：有“转入”行；在县里，是每所学校都写“转入”，县内转学的不算
--   gone 学年末不在、不是死亡：有“转出”行；在县里，是没有留在任何一所学校
--   died 死亡；done 毕业
--
-- 届（finish）：按年级和学年推算的毕业年份。初一是毕业前三年的 9月1日，初三毕业在当年夏天。留级的归后一届，不算转入。
WITH at_school AS (
  SELECT region, school, pupil, year, grade,
    MAX(CASE WHEN status = '转入' THEN 1 ELSE 0 END) AS came,
    MAX(CASE WHEN status = '转出' THEN 1 ELSE 0 END) AS gone,
    MAX(CASE WHEN status = '死亡' THEN 1 ELSE 0 END) AS died,
    MAX(CASE WHEN status = '毕业' THEN 1 ELSE 0 END) AS done
  FROM roll
  WHERE grade IN (1, 7, 8, 9)
  GROUP BY region, school, pupil, year, grade
),
at_place AS (
  SELECT region, school AS place, year - grade + 10 AS finish, grade, came, CASE WHEN died = 1 THEN 0 ELSE gone END AS gone, died, done
  FROM at_school
  WHERE grade > 1
  UNION ALL
  SELECT region, '' AS place, year - grade + 10 AS finish, grade,
    MIN(came) AS came,
    CASE WHEN MAX(died) = 1 THEN 0 ELSE MIN(gone) END AS gone,
    MAX(died) AS died,
    MAX(done) AS done
  FROM at_school
  GROUP BY region, pupil, year, grade
),
cohort AS (
  SELECT region, place, finish,
    SUM(CASE WHEN grade = 9 AND done = 1 THEN 1 ELSE 0 END) AS graduated,
    SUM(CASE WHEN grade = 7 AND came = 0 THEN 1 ELSE 0 END) AS entered_junior,
    SUM(CASE WHEN grade >= 7 THEN came ELSE 0 END) AS came,
    SUM(CASE WHEN grade >= 7 THEN gone ELSE 0 END) AS gone,
    SUM(CASE WHEN grade >= 7 THEN died ELSE 0 END) AS died,
    SUM(CASE WHEN grade = 9 AND gone = 0 AND died = 0 THEN 1 ELSE 0 END) AS in_last_year,
    SUM(CASE WHEN grade = 1 AND came = 0 THEN 1 ELSE 0 END) AS entered_primary
  FROM at_place
  GROUP BY region, place, finish
),
-- 记录从哪一学年起、到哪一学年止：不全的届不写，免得把没有记录当成没有学生
kept AS (
  SELECT region, MIN(year) AS first_year, MAX(year) AS last_year
  FROM roll
  GROUP BY region
),
whole AS (
  SELECT cohort.*, kept.first_year
  FROM cohort JOIN kept ON kept.region = cohort.region
  WHERE cohort.finish - 3 >= kept.first_year AND cohort.finish - 1 <= kept.last_year
)
-- 九年的两项只写全县的：小学和初中多不是一所学校
SELECT region, finish AS year, indicator, place AS school,
  CASE indicator
    WHEN '毕业生数' THEN graduated
    WHEN '三年前初一在校生数' THEN entered_junior
    WHEN '三年转入学生数' THEN came
    WHEN '三年转出学生数' THEN gone
    WHEN '三年死亡学生数' THEN died
    WHEN '初中毕业班学生数' THEN in_last_year
    WHEN '该届小学一年级入学学生数' THEN entered_primary
  END AS value
FROM whole CROSS JOIN (
  VALUES ('毕业生数', 7), ('三年前初一在校生数', 7), ('三年转入学生数', 7), ('三年转出学生数', 7), ('三年死亡学生数', 7),
    ('初中毕业班学生数', 1), ('该届小学一年级入学学生数', 1)
) AS items (indicator, first_grade)
WHERE first_grade = 7 OR (place = '' AND finish - 9 >= first_year)
