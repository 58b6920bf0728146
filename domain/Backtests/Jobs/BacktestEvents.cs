using System.Text.Json.Serialization;
using Countersign.Domain.Audit;

namespace Countersign.Domain.Backtests.Jobs;

[JsonDerivedType(typeof(BacktestRequested), "backtest-requested")]
[JsonDerivedType(typeof(BacktestStarted), "backtest-started")]
[JsonDerivedType(typeof(BacktestInterrupted), "backtest-interrupted")]
[JsonDerivedType(typeof(BacktestFinished), "backtest-finished")]
[JsonDerivedType(typeof(BacktestFailed), "backtest-failed")]
[JsonDerivedType(typeof(BacktestCancelled), "backtest-cancelled")]
[JsonDerivedType(typeof(BacktestRemoved), "backtest-removed")]
public abstract record BacktestEvent(DateTimeOffset At) : DomainEvent(At);

public sealed record BacktestRequested(BacktestJobId Id, TestedStrategy Strategy, BacktestTerms Terms, Actor By, DateTimeOffset At)
    : BacktestEvent(At);

/// <param name="Attempt">From 1.</param>
public sealed record BacktestStarted(int Attempt, DateTimeOffset At) : BacktestEvent(At);

/// <summary>The desk stopped while it ran; it waits to be run again from its beginning.</summary>
public sealed record BacktestInterrupted(int Attempt, DateTimeOffset At) : BacktestEvent(At);

/// <param name="Digest">SHA-256 over the result's canonical form, 64 hexadecimal digits. The result itself is kept beside the journal.</param>
/// <param name="Bytes">Length of its canonical form.</param>
public sealed record BacktestFinished(int Attempt, BacktestSummary Summary, string Digest, long Bytes, DateTimeOffset At) : BacktestEvent(At);

public sealed record BacktestFailed(int Attempt, Refusal Cause, DateTimeOffset At) : BacktestEvent(At);

public sealed record BacktestCancelled(Actor By, DateTimeOffset At) : BacktestEvent(At);

public sealed record BacktestRemoved(Actor By, DateTimeOffset At) : BacktestEvent(At);
