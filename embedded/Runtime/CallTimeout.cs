using System.Globalization;

namespace Orleans.Runtime;

/// <summary>Says why a call got no answer: above all, which grains wait for one another.</summary>
internal static class CallTimeout
{
    public static TimeoutException Describe(GrainRequest overdue, List<GrainRequest> waiting, TimeSpan waited)
    {
        var caller = overdue.Caller is { } activation ? $"grain {activation.GrainId}" : "a client";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Response did not arrive on time in {waited} for the call of {Name(overdue)} from {caller}.");
        if (FindCycle(overdue, waiting) is { } cycle)
        {
            return new TimeoutException($"{text} Deadlock: these calls wait for one another: {string.Join(" -> ", cycle.Select(Name))} -> {Name(cycle[0])}.");
        }

        var running = overdue.Target?.RunningRequests ?? [];
        return running.Count == 0 || running.Contains(overdue)
            ? new TimeoutException(text)
            : new TimeoutException($"{text} It waits for {string.Join(", ", running.Select(Name))} to end.");
    }

    /// <summary>A call waits for its target; the target waits for the calls that it made itself.</summary>
    private static List<GrainRequest>? FindCycle(GrainRequest overdue, List<GrainRequest> waiting)
    {
        var madeBy = waiting.Where(request => request is { Caller: not null, IsAnswered: false }).ToLookup(request => request.Caller!);
        var path = new List<GrainRequest>();
        var seen = new HashSet<GrainRequest>();
        return Walk(overdue) ? path : null;

        bool Walk(GrainRequest request)
        {
            if (request.Target is not { } target || !seen.Add(request))
            {
                return false;
            }

            path.Add(request);
            var start = path.FindIndex(earlier => earlier.Caller == target);
            if (start >= 0)
            {
                path.RemoveRange(0, start);
                return true;
            }

            if (madeBy[target].Any(Walk))
            {
                return true;
            }

            path.RemoveAt(path.Count - 1);
            return false;
        }
    }

    private static string Name(GrainRequest request) => $"{request.Target?.GrainId ?? request.Reference?.GrainId}.{request.Method.Name}";
}
