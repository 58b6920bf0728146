using System.Globalization;
using Countersign.Api.Problems;
using Countersign.Api.Requests;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Countersign.Api.OpenApi;

/// <summary>The problems that an operation may answer with, read off what stands at its endpoint: policy, filters, body, headers and who refuses.</summary>
internal static class OperationProblems
{
    /// <summary>Who refuses what is done under a tag.</summary>
    private static readonly Dictionary<string, string[]> ByTag = new()
    {
        ["Accounts"] = ["account", "execution", "instrument", "risk"],
        ["API keys"] = ["key", "tenant"],
        ["Backtests"] = ["backtest", "instrument", "strategy"],
        ["Ideas"] = ["execution", "idea", "instrument", "order", "risk"],
        ["Members"] = ["auth", "tenant"],
        ["Orders"] = ["account", "execution", "instrument", "order", "risk", "venue"],
        ["Platform"] = ["auth", "risk", "settings", "tenant"],
        ["Positions"] = ["account", "execution", "instrument", "order", "risk", "venue"],
        ["Risk"] = ["account", "instrument", "order", "risk", "strategy"],
        ["Security"] = ["auth"],
        ["Settings"] = ["settings"],
        ["Strategies"] = ["account", "indicator", "instrument", "risk", "strategy"],
        ["Webhooks"] = ["webhook"],
    };

    /// <summary>Statuses and their codes, in their order.</summary>
    public static SortedDictionary<string, SortedSet<string>> Of(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var endpoint = context.Description.ActionDescriptor.EndpointMetadata;
        var told = new List<ProblemResult> { ApiProblems.InputInvalid("", ""), ApiProblems.RateLimited(0, ""), ApiProblems.DeskBusy(0) };
        var isRead = context.Description.HttpMethod == "GET";
        var isOpen = endpoint.OfType<IAllowAnonymous>().Any();
        var acts = !isRead && !isOpen;
        told.AddRange(isOpen ? [] : OfCallers(endpoint));
        told.AddRange(endpoint.OfType<ImportanceMark>().LastOrDefault()?.Importance == Importance.Vital ? [] : [ApiProblems.Overloaded(0)]);
        told.AddRange(isRead ? [] : [ApiProblems.JournalUnavailable(0)]);
        told.AddRange(acts ? [ApiProblems.VersionConflict()] : []);
        told.AddRange(acts || context.Description.RelativePath!.Contains('{') ? [ApiProblems.NotFound()] : []);
        told.AddRange(operation.RequestBody is null ? [] : [ApiProblems.BodyTooLarge(0), ApiProblems.MediaTypeUnsupported()]);
        told.AddRange(Takes(operation, IdempotencyKey.Header) ? [ApiProblems.KeyReused()] : []);
        told.AddRange(Takes(operation, HeaderNames.IfMatch) ? [ApiProblems.PreconditionFailed()] : []);
        told.AddRange(endpoint.OfType<Telling>().SelectMany(t => t.Problems));
        var codes = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var problem in told)
        {
            Add(codes, problem.Status, problem.Code);
        }

        var families = endpoint.OfType<RefusedBy>().SelectMany(r => r.Families)
            .Concat(acts ? endpoint.OfType<ITagsMetadata>().SelectMany(t => t.Tags).SelectMany(t => ByTag.GetValueOrDefault(t, [])) : []);
        foreach (var code in families.Distinct().SelectMany(RefusalCodes.Of))
        {
            Add(codes, RefusalProblems.StatusOf(code), RefusalProblems.CodeOf(code));
        }

        return codes;
    }

    private static List<ProblemResult> OfCallers(IList<object> endpoint)
    {
        var told = new List<ProblemResult>
        {
            ApiProblems.TokenMissing(), ApiProblems.TokenInvalid(), ApiProblems.TokenExpired(), ApiProblems.SessionEnded(), ApiProblems.TenantClosed(),
            ApiProblems.RoleDenied(),
        };
        told.AddRange(endpoint.OfType<WithoutSecondFactor>().Any() ? [] : [ApiProblems.SecondFactorRequired()]);
        told.AddRange(endpoint.OfType<RequiresStrong>().Any() ? [ApiProblems.StepUpRequired()] : []);
        return told;
    }

    private static bool Takes(OpenApiOperation operation, string header) => operation.Parameters?.Any(p => p.Name == header) == true;

    private static void Add(SortedDictionary<string, SortedSet<string>> codes, int status, string code)
    {
        var text = status.ToString(CultureInfo.InvariantCulture);
        codes.TryAdd(text, new SortedSet<string>(StringComparer.Ordinal));
        codes[text].Add(code);
    }
}
