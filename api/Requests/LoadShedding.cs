using Countersign.Api.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Requests;

/// <summary>What becomes of an endpoint's requests while more come than the desk can answer.</summary>
internal enum Importance
{
    /// <summary>Refused first: it can be asked again, and nothing is lost.</summary>
    Read,

    /// <summary>As a read, when it is opened; while it is open it does not count as work.</summary>
    Stream,

    /// <summary>Refused where leaving out reads was not enough.</summary>
    Write,

    /// <summary>Never refused: what stops trading, takes risk away, and the way in to do so.</summary>
    Vital,
}

/// <summary>An endpoint's importance.</summary>
internal sealed record ImportanceMark(Importance Importance);

internal static class ImportanceOfEndpoints
{
    /// <summary>Never to be refused for load, and not for what others of the tenant ask.</summary>
    public static TBuilder NeverShed<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new ImportanceMark(Importance.Vital));

    /// <summary>Marks every endpoint that says nothing itself: reads by their method, all else as writes.</summary>
    public static TBuilder MarkByMethod<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static endpoint =>
        {
            if (!endpoint.Metadata.OfType<ImportanceMark>().Any())
            {
                var reads = endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.IHttpMethodMetadata>().LastOrDefault()?.HttpMethods
                    .All(method => HttpMethods.IsGet(method) || HttpMethods.IsHead(method)) == true;
                endpoint.Metadata.Add(new ImportanceMark(reads ? Importance.Read : Importance.Write));
            }
        });
        return endpoints;
    }
}

/// <summary>Lets a request to its endpoint, or refuses it because the desk has more to do than it can.</summary>
internal sealed class LoadShedding(RequestDelegate next, LoadGauge gauge)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ImportanceMark>() is not { Importance: var importance })
        {
            return next(context);
        }

        if (!gauge.TryEnter(importance))
        {
            return ApiProblems.Overloaded(gauge.RetryAfterSeconds).ExecuteAsync(context);
        }

        if (importance == Importance.Stream)
        {
            gauge.Leave();
            return next(context);
        }

        return GoOnAsync(context);
    }

    private async Task GoOnAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        finally
        {
            gauge.Leave();
        }
    }
}
