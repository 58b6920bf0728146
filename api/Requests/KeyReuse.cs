using System.Reflection;
using System.Text.Json;
using Countersign.Api.Contracts;
using Countersign.Api.Problems;
using Countersign.Api.Tenants;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Api.Requests;

/// <summary>Refuses an Idempotency-Key that came with another request before.</summary>
internal static class KeyReuse
{
    private static readonly string Contracts = typeof(Problem).Namespace!;

    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var parameters = context.MethodInfo.GetParameters();
        if (!parameters.Any(p => p.GetCustomAttribute<FromHeaderAttribute>()?.Name == IdempotencyKey.Header))
        {
            return next;
        }

        var body = Array.FindIndex(parameters, p => p.ParameterType.Namespace?.StartsWith(Contracts, StringComparison.Ordinal) == true);
        return invocation => CheckAsync(invocation, body < 0 ? null : invocation.Arguments[body], next);
    }

    private static async ValueTask<object?> CheckAsync(EndpointFilterInvocationContext invocation, object? body, EndpointFilterDelegate next)
    {
        var http = invocation.HttpContext;
        var key = http.Request.Headers[IdempotencyKey.Header].ToString();
        if (key.Length == 0 || http.Features.Get<AccessToken>() is not { } caller)
        {
            return await next(invocation);
        }

        var uses = http.RequestServices.GetRequiredService<KeyUses>();
        var scope = string.Join('\n', caller.Tenant, caller.User, caller.Key?.Id, http.Request.Method, http.Request.Path, key);
        if (Write(body) is not { } request)
        {
            return await next(invocation);
        }

        if (uses.Note(scope, request) is not { } noted)
        {
            return ApiProblems.KeyReused();
        }

        var result = await next(invocation);

        // What was refused is decided anew, so another request may come under its key.
        if (noted.First && Problem(result) is { Status: < StatusCodes.Status500InternalServerError })
        {
            uses.Forget(noted.Use);
        }

        return result;
    }

    // Half a surrogate pair can be read as a part of any JSON, and not be written: such a body is refused where it is looked at.
    private static byte[]? Write(object? body)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(body, ApiJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ProblemResult? Problem(object? result) => result is INestedHttpResult nested ? Problem(nested.Result) : result as ProblemResult;
}
