using System.Text.Json;
using Countersign.Grains.Audit;
using Countersign.Grains.Backtests;
using Countersign.Grains.Markets;
using Countersign.Grains.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Countersign.Api.Problems;

/// <summary>The one place where exceptions become answers. What is not named here is a bug, and answers 500 without its text.</summary>
internal sealed class ExceptionProblems(IOptions<ApiOptions> options)
{
    public ProblemResult Of(Exception exception, HttpContext context) => exception switch
    {
        BadHttpRequestException bad => OfRequest(bad, context),
        ForeignTenantException => ApiProblems.NotFound(),
        RoleDeniedException => ApiProblems.RoleDenied(),
        JournalConflictException => ApiProblems.VersionConflict(),
        JournalUnavailableException => ApiProblems.JournalUnavailable(options.Value.RetryAfterSeconds),
        TimeoutException or OrleansException or HistoryUnavailableException or BacktestResultsUnavailableException => ApiProblems.DeskBusy(options.Value.RetryAfterSeconds),
        _ => ApiProblems.Internal(),
    };

    private static ProblemResult OfRequest(BadHttpRequestException bad, HttpContext context) => bad switch
    {
        { StatusCode: StatusCodes.Status413PayloadTooLarge } => ApiProblems.BodyTooLarge(ProblemMiddleware.BodyBytesMax(context)),
        { StatusCode: StatusCodes.Status415UnsupportedMediaType } => ApiProblems.MediaTypeUnsupported(),
        { InnerException: JsonException json } => BodyProblems.Of(json, context),
        _ => ApiProblems.InputInvalid("body", "It is missing or cannot be read: a JSON object is right."),
    };
}
