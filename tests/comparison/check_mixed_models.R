# Mixed models against R's lme4 and lmerTest: fits each design of mixed_models/ by two tightened optimisers and
# compares with the frozen expected.tsv, which test_mixed_model_designs.cpp holds libstiff to.
#
#   Rscript check_mixed_models.R DIR           exit 1 where a number is not the frozen one
#   Rscript check_mixed_models.R DIR --make    makes the designs and freezes R's numbers (lme4 1.1-31, lmerTest 3.1-3)
#
# designs.tsv: one row a design. `fixed` lists X's columns, products of s1 s2 s3 (indicators of a session), arm,
# side, week, x; `random` lists terms `factors:columns`, `!` in place of `:` where the effects are not correlated.
# values.tsv: one row a value. expected.tsv: one row a number.

if (!all(sapply(c("lme4", "lmerTest"), requireNamespace, quietly = TRUE))) {
  cat("lme4 or lmerTest is not there: nothing checked\n")
  quit(status = 0)
}
suppressMessages({library(lme4); library(lmerTest)})
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]

designs_of_kind <- function(kind, seed) {
  set.seed(seed)
  people <- sample(6:12, 1)
  grid <- function(...) expand.grid(..., KEEP.OUT.ATTRS = FALSE)
  missing <- function(d, share) d[sort(sample(nrow(d), ceiling((1 - share) * nrow(d)))), ]
  re <- function(index, sd) rnorm(max(index), 0, sd)[index]
  id <- function(...) as.integer(interaction(..., drop = TRUE))
  d <- switch(kind,
    batch = missing(grid(run = 1:6, p = 1:people), 0.4),
    flat = missing(grid(run = 1:4, p = 1:people), 0.3),
    arms = missing(grid(run = 1:3, session = 0:1, p = 1:people), 0.2),
    sides = missing(grid(run = 1:2, side = 0:1, session = 0:1, p = 1:people), 0.2),
    course = missing(grid(run = 1:2, session = 0:3, p = 1:people), 0.3),
    growth = missing(grid(session = 0:4, p = 1:people), 0.2),
    apart = missing(grid(session = 0:4, p = 1:people), 0.2),
    deep = missing(grid(run = 1:2, rep = 1:2, side = 0:1, session = 0:1, p = 1:people), 0.25),
    bound = missing(grid(session = 0:3, p = 1:people), 0.1),
    three = missing(grid(run = 1:2, side = 0:1, session = 0:1, p = 1:people), 0.1))
  for (name in setdiff(c("run", "rep", "side", "session"), names(d))) d[[name]] <- 0
  d$arm <- d$p %% 2
  d$x <- round(rnorm(people, 40, 12))[d$p]
  d$week <- d$session + sample(0:4, nrow(d), TRUE) / 10 * (d$session > 0)
  e <- rnorm(nrow(d))
  b <- rnorm(people)
  size <- runif(1, 0.3, 3)
  d$y <- 10 + switch(kind,
    batch = size * b[d$p] + e,
    flat = e - ave(e, d$p) * (seed %% 2),
    arms = size * b[d$p] + re(id(d$p, d$session), size / 2) - 0.8 * d$arm * d$session + e,
    sides = size * b[d$p] + re(id(d$p, d$side), size / 2) + re(id(d$p, d$session), 0.3) - d$side * d$session + e,
    course = 2 * b[d$p] + re(id(d$p, d$session), size) + 0.02 * d$x + e,
    growth = size * b[d$p] + rnorm(people, 0.7, 0.7 * size)[d$p] * d$week + e,
    apart = size * b[d$p] + rnorm(people, 0.7, 0.4 * size)[d$p] * d$week + e,
    deep = size * b[d$p] + re(id(d$p, d$side), 0.7) + re(id(d$p, d$side, d$rep), size / 3) + 0.5 * e,
    bound = b[d$p] * (1 + 0.6 * d$week) + 0.5 * e,
    three = b[d$p] * (1 + 0.5 * d$session) + rnorm(people)[d$p] * d$side * size + 0.7 * e)
  d$y <- round(d$y, 4)
  d
}

kinds <- list(
  batch = c("1", "p:1"), flat = c("1 x", "p:1"),
  arms = c("1 arm s1 arm*s1", "p:1 p.session:1"),
  sides = c("1 side s1 side*s1", "p:1 p.side:1 p.session:1"),
  course = c("1 arm s1 s2 s3 arm*s1 arm*s2 arm*s3 x", "p:1 p.session:1"),
  growth = c("1 week", "p:1,week"), apart = c("1 arm week arm*week", "p!1,week"),
  deep = c("1 arm s1 arm*s1 x", "p:1 p.side:1 p.side.rep:1"),
  bound = c("1 week", "p:1,week"), three = c("1 s1 side s1*side", "p:1,s1,side"))

column <- function(d, token) {
  out <- rep(1, nrow(d))
  for (part in strsplit(token, "*", fixed = TRUE)[[1]]) {
    if (part == "1") next
    out <- out * if (grepl("^s[0-9]$", part)) (d$session == as.integer(substr(part, 2, 2))) else d[[part]]
  }
  out
}

# The formula of a design, with its columns as numbers in the data.
model_of <- function(d, fixed, random) {
  tokens <- strsplit(fixed, " ")[[1]]
  for (i in seq_along(tokens)) d[[paste0("X", i)]] <- column(d, tokens[i])
  terms <- sapply(strsplit(random, " ")[[1]], function(term) {
    parts <- strsplit(term, "[:!]")[[1]]
    bar <- if (grepl("!", term)) " || " else " | "
    effects <- strsplit(parts[2], ",")[[1]]
    for (effect in setdiff(effects, "1")) d[[effect]] <<- column(d, effect)
    factors <- strsplit(parts[1], ".", fixed = TRUE)[[1]]
    for (f in factors) d[[paste0("f_", f)]] <<- factor(d[[f]])
    paste0("(", paste(effects, collapse = " + "), bar, paste0("f_", factors, collapse = ":"), ")")
  })
  list(data = d, formula = as.formula(paste("y ~ 0 +", paste(c(paste0("X", seq_along(tokens)), terms), collapse = " + "))))
}

fit <- function(m, optimiser) {
  control <- if (optimiser == "bobyqa") {
    lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10, maxfun = 1e5), calc.derivs = FALSE)
  } else {
    lmerControl(optimizer = "nloptwrap", optCtrl = list(ftol_abs = 1e-14, xtol_abs = 1e-12, maxeval = 1e5),
                calc.derivs = FALSE)
  }
  # Each is started again near its end, off the border: at a first end nloptwrap is up to 4e-5 off in a standard error.
  suppressMessages(suppressWarnings({
    first <- lmerTest::lmer(m$formula, m$data, control = control)
    lmerTest::lmer(m$formula, m$data, control = control, start = 1.02 * getME(first, "theta") + 0.02 * (getME(first, "lower") == 0))
  }))
}

numbers_of <- function(d, fixed, random) {
  m <- model_of(d, fixed, random)
  one <- fit(m, "bobyqa")
  two <- fit(m, "nloptwrap")
  best <- if (REMLcrit(two) < REMLcrit(one)) two else one
  coefficients <- suppressWarnings(suppressMessages(summary(best)$coefficients))
  other <- sqrt(diag(as.matrix(vcov(if (REMLcrit(two) < REMLcrit(one)) one else two))))
  estimates <- abs(fixef(one) - fixef(two)) / pmax(abs(fixef(one)), other)
  columns <- nrow(coefficients)
  joint <- if (columns > 1) {
    suppressWarnings(suppressMessages(contest(best, diag(columns)[-1, , drop = FALSE], joint = TRUE)))
  }
  components <- as.data.frame(VarCorr(best), order = "lower.tri")
  c(criterion = min(REMLcrit(one), REMLcrit(two)),
    agree = as.numeric(max(estimates, abs(other / coefficients[, 2] - 1)) < 1e-5),
    singular = as.numeric(isSingular(best)),
    setNames(coefficients[, 1], paste0("estimate", seq_len(columns))),
    setNames(coefficients[, 2], paste0("std_error", seq_len(columns))),
    setNames(coefficients[, 3], paste0("dof", seq_len(columns))),
    if (columns > 1) c(f = joint[["F value"]], dof_f = joint[["DenDF"]]),
    setNames(components$vcov, paste0("covariance", seq_len(nrow(components)))))
}

path <- function(name) file.path(folder, name)
read <- function(name) read.delim(path(name), check.names = FALSE)
if ("--make" %in% arguments) {
  designs <- data.frame()
  values <- data.frame()
  for (i in 1:50) {
    kind <- names(kinds)[(i - 1) %% 10 + 1]
    # Where the two optimisers do not agree R is no judge: the next seed.
    for (seed in 500 + i + 100 * 0:9) {
      d <- designs_of_kind(kind, seed)
      if (numbers_of(d, kinds[[kind]][1], kinds[[kind]][2])["agree"] == 1) break
    }
    designs <- rbind(designs, data.frame(design = i, kind = kind, fixed = kinds[[kind]][1], random = kinds[[kind]][2]))
    values <- rbind(values, cbind(design = i, d[c("p", "side", "session", "rep", "arm", "week", "x", "y")]))
  }
  write.table(designs, path("designs.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
  write.table(values, path("values.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
}
designs <- read("designs.tsv")
values <- read("values.tsv")
found <- do.call(rbind, lapply(seq_len(nrow(designs)), function(i) {
  n <- numbers_of(values[values$design == designs$design[i], ], designs$fixed[i], designs$random[i])
  data.frame(design = designs$design[i], number = names(n), value = as.numeric(n))
}))
if ("--make" %in% arguments) {
  found$value <- formatC(found$value, digits = 12, format = "g", width = 1)
  write.table(found, path("expected.tsv"), sep = "\t", quote = FALSE, row.names = FALSE)
} else {
  frozen <- read("expected.tsv")
  # Another version of R may end elsewhere within its own tolerance: half of what libstiff is held to.
  tolerance <- ifelse(grepl("^dof", frozen$number), 5e-4, ifelse(frozen$number == "criterion", 5e-9, 5e-6))
  off <- abs(found$value - frozen$value) > tolerance * pmax(abs(frozen$value), 1e-3)
  agree <- frozen$design %in% frozen$design[frozen$number == "agree" & frozen$value == 1]
  if (any(off & agree)) print(cbind(frozen, found = found$value)[off & agree, ])
  cat(nrow(designs), "designs,", nrow(frozen), "numbers,", sum(off & agree), "not as frozen\n")
  quit(status = as.integer(any(off & agree)))
}
