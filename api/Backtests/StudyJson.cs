using System.Text.Json;
using Countersign.Domain.Backtests.Jobs;

namespace Countersign.Api.Backtests;

/// <summary>What a study found as the API tells it, for whoever tells it elsewhere.</summary>
public static class StudyJson
{
    /// <summary>The part of the study's own kind.</summary>
    public static JsonElement Of(StudyResult found) => found switch
    {
        StudyResult.Optimisation o => Write(o.ToBody()),
        StudyResult.WalkForward w => Write(w.ToBody()),
        StudyResult.MonteCarlo m => Write(m.ToBody()),
        StudyResult.Stress s => Write(s.ToBody()),
        StudyResult.LeakCheck l => Write(l.ToBody()),
        _ => throw new ArgumentOutOfRangeException(nameof(found), found.GetType().Name, "There is no such study."),
    };

    private static JsonElement Write<T>(T body) => JsonSerializer.SerializeToElement(body, ApiJson.Options);
}
