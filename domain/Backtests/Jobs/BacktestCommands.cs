using Countersign.Domain.Audit;

namespace Countersign.Domain.Backtests.Jobs;

/// <param name="By">Who wants it.</param>
public abstract record BacktestCommand(CommandId CommandId, Actor By);

public sealed record SubmitBacktest(CommandId CommandId, Actor By, BacktestJobId Id, TestedStrategy Strategy, BacktestTerms Terms)
    : BacktestCommand(CommandId, By);

/// <summary>A worker begins with it.</summary>
public sealed record StartBacktest(CommandId CommandId, Actor By) : BacktestCommand(CommandId, By);

/// <summary>Nobody works on it any more, for the desk stopped in the middle: it waits again, unless that happened too often.</summary>
/// <param name="AttemptsMax">So often it may be begun.</param>
public sealed record ResumeBacktest(CommandId CommandId, Actor By, int AttemptsMax) : BacktestCommand(CommandId, By);

/// <summary>A worker is at its end with it. What an attempt tells that is not the last one changes nothing.</summary>
public sealed record RecordBacktestEnd(CommandId CommandId, Actor By, int Attempt, BacktestEnd End) : BacktestCommand(CommandId, By);

public sealed record CancelBacktest(CommandId CommandId, Actor By) : BacktestCommand(CommandId, By);

/// <summary>Takes an ended backtest out of the lists, and its result away.</summary>
public sealed record RemoveBacktest(CommandId CommandId, Actor By) : BacktestCommand(CommandId, By);

/// <summary>How a run ended. Closed set.</summary>
public abstract record BacktestEnd
{
    private BacktestEnd()
    {
    }

    /// <summary>The result is stored.</summary>
    /// <param name="Digest">SHA-256 over its canonical form, 64 hexadecimal digits.</param>
    /// <param name="Bytes">Length of its canonical form.</param>
    public sealed record Finished(BacktestSummary Summary, string Digest, long Bytes) : BacktestEnd;

    public sealed record Failed(Refusal Cause) : BacktestEnd;

    /// <summary>It was told to stop, and did.</summary>
    public sealed record Stopped : BacktestEnd;
}
