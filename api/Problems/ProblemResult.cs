using System.Diagnostics;
using System.Globalization;
using Countersign.Api.Contracts;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Problems;

/// <summary>An answer that is not a success, as RFC 9457 problem details. All of them are written here.</summary>
public sealed class ProblemResult : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    private const string MediaType = "application/problem+json";

    public required int Status { get; init; }

    public required string Code { get; init; }

    public required string Title { get; init; }

    public string? Detail { get; init; }

    /// <summary>Goes into the Retry-After header.</summary>
    public int? RetryAfterSeconds { get; init; }

    /// <summary>Goes into the WWW-Authenticate header.</summary>
    public string? Authenticate { get; init; }

    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    public IReadOnlyList<RefusalReason>? Refusals { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    string? IContentTypeHttpResult.ContentType => MediaType;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        if (Authenticate is not null)
        {
            response.Headers.WWWAuthenticate = Authenticate;
        }

        return response.WriteAsJsonAsync(ToProblem(httpContext), ApiJson.Options, MediaType, httpContext.RequestAborted);
    }

    private Problem ToProblem(HttpContext context) => new()
    {
        Type = "urn:countersign:problem:" + Code,
        Title = Title,
        Status = Status,
        Detail = Detail,
        Code = Code,
        TraceId = Activity.Current?.Id ?? context.TraceIdentifier,
        Errors = Errors,
        Refusals = Refusals,
    };
}
