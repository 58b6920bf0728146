using System.Collections.Immutable;

namespace Countersign.Domain.Backtests.Research;

public enum WalkForwardKind
{
    /// <summary>The in-sample window keeps its length and moves.</summary>
    Rolling,

    /// <summary>The in-sample window begins where the data does and grows.</summary>
    Anchored,
}

/// <summary>Which of the points tried in sample is traded out of sample.</summary>
public enum WalkForwardChoice
{
    /// <summary>The one with the best objective.</summary>
    Best,

    /// <summary>The middle of the best plateau (<see cref="PlateauView"/>); the best point where no neighbourhood was tried well enough.</summary>
    Plateau,
}

/// <summary>How a recording is cut into folds. All lengths are of time, weekends included.</summary>
/// <param name="InSample">Length of a rolling window, and of the first anchored one, with what is purged from its end.</param>
/// <param name="OutOfSample">Length of what is traded with the parameters found; folds follow each other by it, so that no bar is traded twice.</param>
/// <param name="Purge">
/// Cut from the end of the in-sample window: positions opened there would be settled by what comes after it.
/// </param>
/// <param name="Embargo">
/// Cut from the beginning of the out-of-sample window: neither optimised on nor traded, until what in-sample bars tell of their successors has
/// faded.
/// </param>
/// <param name="WarmUpBars">Bars of the strategy's timeframe (the largest, where it is varied) before either window that only warm its indicators up; they lie in the past of both.</param>
/// <remarks>
/// Purge and embargo: M. López de Prado, "Advances in Financial Machine Learning" (2018), chapter 7. In a walk forward, training is always before
/// testing, so one boundary a fold has to be kept clear.
/// </remarks>
public sealed record WalkForwardSettings(
    WalkForwardKind Kind,
    TimeSpan InSample,
    TimeSpan OutOfSample,
    TimeSpan Purge = default,
    TimeSpan Embargo = default,
    int WarmUpBars = 500,
    WalkForwardChoice Choice = WalkForwardChoice.Best)
{
    public const int FoldsMax = 1_000;
    public const int WarmUpBarsMax = 100_000;

    /// <summary>What is wrong, as a sentence; null where nothing is.</summary>
    public string? Problem =>
        OutOfSample <= TimeSpan.Zero ? "The out-of-sample window has a length."
        : Purge < TimeSpan.Zero || Embargo < TimeSpan.Zero ? "Purge and embargo are not negative."
        : InSample <= Purge ? "The in-sample window is longer than what is purged from its end."
        : OutOfSample <= Embargo ? "The out-of-sample window is longer than its embargo."
        : WarmUpBars is < 0 or > WarmUpBarsMax ? "The warm-up has 0 to 100,000 bars."
        : null;

    /// <summary>The folds of a recording, each whole; none where it is too short.</summary>
    /// <param name="from">Start of the first bar.</param>
    /// <param name="to">End of the last bar.</param>
    /// <exception cref="ArgumentException">The settings are out of range, or make more than 1,000 folds.</exception>
    public ImmutableArray<WalkForwardFold> Folds(DateTimeOffset from, DateTimeOffset to)
    {
        if (Problem is { } problem)
        {
            throw new ArgumentException(problem);
        }

        var folds = ImmutableArray.CreateBuilder<WalkForwardFold>();
        for (var boundary = from + InSample; boundary + OutOfSample <= to; boundary += OutOfSample)
        {
            if (folds.Count == FoldsMax)
            {
                throw new ArgumentException("The windows make more than 1,000 folds: lengthen them.");
            }

            folds.Add(new WalkForwardFold(
                folds.Count, Kind == WalkForwardKind.Anchored ? from : boundary - InSample, boundary - Purge, boundary + Embargo, boundary + OutOfSample));
        }

        return folds.ToImmutable();
    }
}

/// <summary>The windows of one fold, each from a time (included) to another (excluded). Between them lies what is purged and embargoed.</summary>
/// <param name="Number">From 0.</param>
public sealed record WalkForwardFold(
    int Number, DateTimeOffset InSampleFrom, DateTimeOffset InSampleTo, DateTimeOffset OutOfSampleFrom, DateTimeOffset OutOfSampleTo);
