using System.Text.Json;

namespace Countersign.Api.Contracts.Backtests;

/// <summary>What a study found beside its run. Of the parts below one is there, that of its kind; the others are null.</summary>
/// <param name="Id"><c>b-…</c></param>
/// <param name="Kind"><c>optimisation</c>, <c>walkForward</c>, <c>monteCarlo</c>, <c>stress</c> or <c>leakCheck</c>.</param>
/// <param name="Digest">SHA-256 over the stored result, 64 hexadecimal digits.</param>
/// <param name="Summary">Of an optimisation the variant that was chosen, of a walk forward what was traded out of sample, otherwise the strategy as it stands.</param>
/// <param name="Optimisation">The variants.</param>
/// <param name="WalkForward">The folds.</param>
/// <param name="MonteCarlo">The paths, and the run with dearer trading.</param>
/// <param name="Stress">The scenarios.</param>
/// <param name="LeakCheck">Knowledge of the future, and warm-ups.</param>
public sealed record BacktestStudy(
    string Id, string Kind, string Digest, BacktestSummary Summary, StudyOptimisation? Optimisation, StudyWalkForward? WalkForward,
    StudyMonteCarlo? MonteCarlo, StudyStress? Stress, StudyLeakCheck? LeakCheck);

/// <summary>What was varied.</summary>
/// <param name="Name">As the plan calls it.</param>
/// <param name="Places">In the strategy's canonical JSON.</param>
/// <param name="Levels">Its values.</param>
public sealed record StudyParameter(string Name, IReadOnlyList<string> Places, IReadOnlyList<JsonElement> Levels);

/// <summary>The figures by which variants are judged; one that is not defined is null.</summary>
/// <param name="FinalValue">Cash and open positions at the end.</param>
/// <param name="ReturnPercent">Final value over start cash, less one.</param>
/// <param name="CagrPercent">Compound annual growth.</param>
/// <param name="VolatilityPercent">A year's.</param>
/// <param name="Sharpe">A year's, of daily returns.</param>
/// <param name="Sortino">A year's, of daily returns.</param>
/// <param name="Calmar">Annual growth over the largest drawdown.</param>
/// <param name="Omega">Gains over losses of the days.</param>
/// <param name="ProfitFactor">Gains over losses of the trades.</param>
/// <param name="WinRatePercent">Won trades over all.</param>
/// <param name="Expectancy">Mean net gain of a closed trade.</param>
/// <param name="MaxDrawdownPercent">Largest fall from a peak before.</param>
/// <param name="ExposurePercent">Share of the bars with an open position.</param>
/// <param name="CostSharePercent">Costs over the gains before costs.</param>
/// <param name="Trades">Positions closed, or parts of them.</param>
public sealed record StudyFigures(
    decimal FinalValue, double ReturnPercent, double? CagrPercent, double? VolatilityPercent, double? Sharpe, double? Sortino, double? Calmar,
    double? Omega, double? ProfitFactor, double? WinRatePercent, double? Expectancy, double MaxDrawdownPercent, double? ExposurePercent,
    double? CostSharePercent, int Trades);

/// <summary>A variant that was tried.</summary>
/// <param name="Number">From 0, in the order in which they were tried.</param>
/// <param name="Values">By parameter.</param>
/// <param name="Outcome"><c>feasible</c>, <c>breaksBounds</c> or <c>infeasible</c>.</param>
/// <param name="Objective">More is better; null where it is not defined.</param>
/// <param name="Figures">Null where it could not be run.</param>
/// <param name="Error">Why it could not be run.</param>
public sealed record StudyTrial(
    int Number, IReadOnlyDictionary<string, JsonElement> Values, string Outcome, double? Objective, StudyFigures? Figures, string? Error);

/// <summary>A search.</summary>
/// <param name="Objective">What was looked for.</param>
/// <param name="Parameters">What was varied.</param>
/// <param name="Tried">Variants in all.</param>
/// <param name="Infeasible">Those that could not be run.</param>
/// <param name="BrokenBounds">Those that break a bound of the objective.</param>
/// <param name="EarlierTrials">Counted beside in the deflated Sharpe ratio.</param>
/// <param name="Choice"><c>best</c> or <c>plateau</c>.</param>
/// <param name="KeepsBounds">False where no variant keeps the bounds: the one that breaks them least was chosen.</param>
/// <param name="Chosen">The variant that was run whole.</param>
/// <param name="AsItStands">The strategy without any change.</param>
/// <param name="Best">The 100 best variants; <c>trials.csv</c> has all.</param>
/// <param name="Plateau">The sturdiest variants first, 100 at most.</param>
/// <param name="HeatMap">Over two parameters; null where only one varies.</param>
public sealed record StudyOptimisation(
    string Objective, IReadOnlyList<StudyParameter> Parameters, int Tried, int Infeasible, int BrokenBounds, int EarlierTrials, string Choice,
    bool KeepsBounds, StudyTrial Chosen, StudyFigures AsItStands, IReadOnlyList<StudyTrial> Best, IReadOnlyList<StudyPlateauPoint> Plateau,
    StudyHeatMap? HeatMap);

/// <summary>A variant and those that differ from it by at most one step in each number.</summary>
/// <param name="Trial">Its number.</param>
/// <param name="Values">By parameter.</param>
/// <param name="Objective">Its own.</param>
/// <param name="Median">Of the objective over the neighbourhood, its own included; null where more than half break a bound or cannot be run.</param>
/// <param name="Worst">Of the neighbourhood; null where one breaks a bound or cannot be run.</param>
/// <param name="Tried">Of the neighbourhood.</param>
/// <param name="Possible">As many as there are.</param>
public sealed record StudyPlateauPoint(
    int Trial, IReadOnlyDictionary<string, JsonElement> Values, double? Objective, double? Median, double? Worst, int Tried, int Possible);

/// <summary>The objective over two parameters.</summary>
/// <param name="Across">The one that goes across.</param>
/// <param name="Down">The one that goes down.</param>
/// <param name="Columns">Its values; where there are more than 40, neighbours share a cell.</param>
/// <param name="Rows">The other's.</param>
/// <param name="Cells">Row by row; null where nothing was tried that keeps the bounds. With further parameters the median over them.</param>
public sealed record StudyHeatMap(
    string Across, string Down, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, IReadOnlyList<IReadOnlyList<double?>> Cells);

/// <summary>A walk forward.</summary>
/// <param name="Objective">What was looked for in sample.</param>
/// <param name="Parameters">What was varied.</param>
/// <param name="Efficiency">Growth a year out of sample over that in sample, over all folds; null where there was none in sample.</param>
/// <param name="FoldsWon">Folds that gained out of sample.</param>
/// <param name="Tried">Variants over all folds.</param>
/// <param name="Folds">In order of time.</param>
public sealed record StudyWalkForward(
    string Objective, IReadOnlyList<StudyParameter> Parameters, double? Efficiency, int FoldsWon, int Tried, IReadOnlyList<StudyFold> Folds);

/// <summary>A fold of a walk forward.</summary>
/// <param name="InSampleFrom">UTC.</param>
/// <param name="InSampleTo">Excluded, UTC.</param>
/// <param name="OutOfSampleFrom">UTC.</param>
/// <param name="OutOfSampleTo">Excluded, UTC.</param>
/// <param name="Values">What was chosen, by parameter; null where no variant keeps the bounds, and nothing is traded.</param>
/// <param name="Tried">Variants in sample.</param>
/// <param name="DeflatedSharpe">Probability that what was chosen in sample is more than luck, the fold's trials counted.</param>
/// <param name="InSample">Of what was chosen.</param>
/// <param name="OutOfSample">Of what was chosen.</param>
/// <param name="Efficiency">Growth a year out of sample over that in sample.</param>
/// <param name="FinalCash">With which the next fold begins.</param>
public sealed record StudyFold(
    DateTimeOffset InSampleFrom, DateTimeOffset InSampleTo, DateTimeOffset OutOfSampleFrom, DateTimeOffset OutOfSampleTo,
    IReadOnlyDictionary<string, JsonElement>? Values, int Tried, double? DeflatedSharpe, StudyFigures? InSample, StudyFigures? OutOfSample,
    double? Efficiency, decimal FinalCash);

/// <summary>The run played again.</summary>
/// <param name="Shuffled">The closed trades in other orders.</param>
/// <param name="WithReplacement">Some of them twice, others not at all.</param>
/// <param name="Bootstrapped">Days drawn again in blocks.</param>
/// <param name="BlockDays">Mean length of a block.</param>
/// <param name="Costs">With dearer trading; the first is as assumed.</param>
public sealed record StudyMonteCarlo(
    StudyPaths Shuffled, bool WithReplacement, StudyPaths Bootstrapped, double BlockDays, IReadOnlyList<StudyCostRun> Costs);

/// <summary>Many paths.</summary>
/// <param name="Paths">How many.</param>
/// <param name="Steps">Trades or days of a path.</param>
/// <param name="FinalValue">At their ends.</param>
/// <param name="MaxDrawdownPercent">Of each.</param>
/// <param name="RuinShare">Of the paths, 0 to 1.</param>
/// <param name="LossShare">Of the paths that end below the start cash, 0 to 1.</param>
/// <param name="Fan">The account's value step by step.</param>
public sealed record StudyPaths(
    int Paths, int Steps, StudyPercentiles FinalValue, StudyPercentiles MaxDrawdownPercent, double RuinShare, double LossShare,
    IReadOnlyList<StudyFanStep> Fan);

/// <summary>Percentiles over the paths.</summary>
/// <param name="Mean">The mean.</param>
/// <param name="P1">1 % of the paths are below it.</param>
/// <param name="P5">5 % of the paths are below it.</param>
/// <param name="P25">25 % of the paths are below it.</param>
/// <param name="P50">50 % of the paths are below it.</param>
/// <param name="P75">75 % of the paths are below it.</param>
/// <param name="P95">95 % of the paths are below it.</param>
/// <param name="P99">99 % of the paths are below it.</param>
public sealed record StudyPercentiles(double Mean, double P1, double P5, double P25, double P50, double P75, double P95, double P99);

/// <summary>Percentiles after so many trades or days.</summary>
/// <param name="Step">After so many trades or days.</param>
/// <param name="P5">5 % of the paths are below it.</param>
/// <param name="P25">25 % of the paths are below it.</param>
/// <param name="P50">50 % of the paths are below it.</param>
/// <param name="P75">75 % of the paths are below it.</param>
/// <param name="P95">95 % of the paths are below it.</param>
public sealed record StudyFanStep(int Step, double P5, double P25, double P50, double P75, double P95);

/// <summary>The run at one level of costs.</summary>
/// <param name="SlippagePips">Beyond what it was.</param>
/// <param name="CommissionTimes">Factor on it.</param>
/// <param name="PerOrder">Added to every order's commission.</param>
/// <param name="Figures">What it made then.</param>
public sealed record StudyCostRun(decimal SlippagePips, decimal CommissionTimes, decimal PerOrder, StudyFigures Figures);

/// <summary>Runs through scenarios that are made up.</summary>
/// <param name="AsRecorded">Without one.</param>
/// <param name="Scenarios">One run each.</param>
public sealed record StudyStress(StudyFigures AsRecorded, IReadOnlyList<StudyScenario> Scenarios);

/// <summary>A run through a scenario.</summary>
/// <param name="Label">What happened, and that it is made up.</param>
/// <param name="Figures">What the run made then.</param>
public sealed record StudyScenario(string Label, StudyFigures Figures);

/// <summary>What a check for leaks found.</summary>
/// <param name="IsClean">No knowledge of the future, and for every symbol a warm-up that is enough.</param>
/// <param name="Cuts">Moments from which on the future was hidden, and changed.</param>
/// <param name="FillsCompared">Fills before the last of them; few say little.</param>
/// <param name="Leaks">What differed.</param>
/// <param name="WarmUps">By symbol.</param>
public sealed record StudyLeakCheck(
    bool IsClean, IReadOnlyList<DateTimeOffset> Cuts, int FillsCompared, IReadOnlyList<StudyLeak> Leaks, IReadOnlyList<StudyWarmUp> WarmUps);

/// <summary>Something that differs without the future behind it.</summary>
/// <param name="Cut">From here on the future was another.</param>
/// <param name="How"><c>cutOff</c> or <c>perturbed</c>.</param>
/// <param name="At">The first fill or value that differs.</param>
/// <param name="What">Both, in a sentence.</param>
public sealed record StudyLeak(DateTimeOffset Cut, string How, DateTimeOffset At, string What);

/// <summary>How much history a symbol's features need.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="BarsLookedAt">Over the second half of the recording.</param>
/// <param name="EnoughBars">Bars of warm-up from which on nothing differs; null where none that was tried is enough.</param>
/// <param name="Levels">Fewest bars first.</param>
public sealed record StudyWarmUp(string Symbol, int BarsLookedAt, int? EnoughBars, IReadOnlyList<StudyWarmUpLevel> Levels);

/// <summary>What so many bars of history do.</summary>
/// <param name="WarmUpBars">Given before each bar that was looked at.</param>
/// <param name="LargestDifference">Of a feature from its value after the whole history, relative to it; null where one has no value yet.</param>
/// <param name="WorstFeature">The one that differs most; null where none does.</param>
/// <param name="Decisions">Bars at which the strategy decided with either history.</param>
/// <param name="DecidedOtherwise">Of those looked at.</param>
public sealed record StudyWarmUpLevel(int WarmUpBars, double? LargestDifference, string? WorstFeature, int Decisions, int DecidedOtherwise);
