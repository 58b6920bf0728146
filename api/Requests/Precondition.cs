using System.Reflection;
using Countersign.Api.Problems;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Countersign.Api.Requests;

/// <summary>
/// <c>If-Match</c>: the change is made where the thing is as the caller read it, and refused with its present tag where it is not. The thing is read
/// as the caller would read it, so another tenant's has no state to match. Changes with a precondition go one after the other within this process.
/// </summary>
internal sealed class Precondition(EndpointDataSource endpoints, KeyUses uses)
{
    private const int Lanes = 64;
    private readonly SemaphoreSlim[] lanes = [.. Enumerable.Range(0, Lanes).Select(_ => new SemaphoreSlim(1))];
    private readonly Lazy<Dictionary<string, RouteEndpoint>> reads = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.Metadata.GetMetadata<IEndpointNameMetadata>() is not null)
        .ToDictionary(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName));

    // A handler that takes the tag itself hands it to its grain, which is better still.
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next) =>
        context.MethodInfo.GetParameters().Any(p => p.GetCustomAttribute<FromHeaderAttribute>()?.Name == HeaderNames.IfMatch)
            ? next
            : invocation => invocation.HttpContext.Request.Headers.IfMatch.Count == 0
                ? next(invocation)
                : invocation.HttpContext.RequestServices.GetRequiredService<Precondition>().CheckAsync(invocation, next);

    private async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        if (http.GetEndpoint()?.Metadata.GetMetadata<StateOf>() is not { } state)
        {
            return ApiProblems.InputInvalid(HeaderNames.IfMatch, "What this address does takes no precondition.");
        }

        if (http.Request.GetTypedHeaders().IfMatch is not { Count: > 0 } wanted)
        {
            return ApiProblems.InputInvalid(HeaderNames.IfMatch, "It is not a tag: what a read gave as ETag is right, with its quotation marks.");
        }

        // Strings are hashed anew in every process: whose change waits for whose cannot be chosen from outside.
        var lane = lanes[(uint)HashCode.Combine(http.Token().Tenant, state.Operation, string.Join('\n', http.Request.RouteValues.Values)) % Lanes];
        await lane.WaitAsync(http.RequestAborted);
        try
        {
            return await CheckAsync(invocation, state, wanted, next);
        }
        finally
        {
            lane.Release();
        }
    }

    private async ValueTask<object?> CheckAsync(
        EndpointFilterInvocationContext invocation, StateOf state, IList<EntityTagHeaderValue> wanted, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var (status, tag) = await ReadAsync(http, reads.Value[state.Operation]);
        var matches = tag is not null && wanted.Any(w => w == EntityTagHeaderValue.Any || w.Compare(tag, useStrongComparison: true));
        switch (status)
        {
            case StatusCodes.Status200OK when matches || IsRepeat(http):
                var answer = await next(invocation);
                Remember(http, answer);
                return answer;
            case StatusCodes.Status200OK:
                http.Response.GetTypedHeaders().ETag = tag;
                return ApiProblems.PreconditionFailed();

            case StatusCodes.Status404NotFound when state.Makes && !IsRepeat(http):
                return ApiProblems.PreconditionFailed();

            // The change itself says that there is no such thing, or that the session is over.
            case StatusCodes.Status404NotFound or StatusCodes.Status401Unauthorized:
                return await next(invocation);
            case StatusCodes.Status403Forbidden:
                return ApiProblems.RoleDenied();
            default:
                return ApiProblems.DeskBusy(1);
        }
    }

    private static async Task<(int Status, EntityTagHeaderValue? Tag)> ReadAsync(HttpContext http, RouteEndpoint read)
    {
        var inner = new DefaultHttpContext { RequestServices = http.RequestServices, User = http.User, RequestAborted = http.RequestAborted };
        inner.Features.Set(http.Token());
        inner.Request.Method = HttpMethods.Get;
        inner.Request.RouteValues = new RouteValueDictionary(http.Request.RouteValues);
        inner.SetEndpoint(read);
        await read.RequestDelegate!(inner);
        return (inner.Response.StatusCode, inner.Response.GetTypedHeaders().ETag);
    }

    // A repeat finds the thing as its first try has left it.
    private bool IsRepeat(HttpContext http)
    {
        if (Scope(http) is not { } scope || uses.Note(scope, []) is not { } noted)
        {
            return false;
        }

        if (noted.First)
        {
            uses.Forget(noted.Use);
        }

        return !noted.First;
    }

    private void Remember(HttpContext http, object? answer)
    {
        var inner = answer is INestedHttpResult nested ? nested.Result : answer;
        if (inner is not ProblemResult && Scope(http) is { } scope)
        {
            uses.Note(scope, []);
        }
    }

    private static string? Scope(HttpContext http) => http.Request.Headers[IdempotencyKey.Header].ToString() is { Length: > 0 } key
        ? string.Join('\n', "if-match", http.Token().Tenant, http.Token().User, http.Token().Key?.Id, http.Request.Method, http.Request.Path, http.Request.Headers.IfMatch, key)
        : null;
}
