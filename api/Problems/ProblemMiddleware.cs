using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Countersign.Api.Problems;

/// <summary>Turns what escapes the endpoints into problem details: exceptions, and bare statuses such as the routing's 404 and
/// 405.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ExceptionProblems problems, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.ContentLength is null && Bare(context) is { } problem)
            {
                await problem.ExecuteAsync(context);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to read an answer; the status is for the logs.
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var problem = problems.Of(e, context);
            if (problem.Status >= StatusCodes.Status500InternalServerError)
            {
                log.LogError(e, "{Endpoint} answers {Code}", context.GetEndpoint()?.DisplayName, problem.Code);
            }

            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }
    }

    private static ProblemResult? Bare(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => ApiProblems.NotFound(),
        StatusCodes.Status405MethodNotAllowed => ApiProblems.MethodNotAllowed(),
        StatusCodes.Status413PayloadTooLarge => ApiProblems.BodyTooLarge(BodyBytesMax(context)),
        StatusCodes.Status415UnsupportedMediaType => ApiProblems.MediaTypeUnsupported(),
        _ => null,
    };

    internal static long BodyBytesMax(HttpContext context) =>
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? 0;
}
