using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Countersign.Api.Requests;

/// <summary>Refuses query parameters that the endpoint does not have: a misspelt filter would answer more than was asked for.</summary>
internal static class KnownQuery
{
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext context, EndpointFilterDelegate next)
    {
        var known = context.MethodInfo.GetParameters()
            .Where(p => p.ParameterType == typeof(string) && p.GetCustomAttributes().All(a => a is not IFromHeaderMetadata))
            .Select(p => p.Name!).ToFrozenSet(StringComparer.Ordinal);
        var read = AnswerType.Of(context.MethodInfo) is not { } type ? known
            : type.Sorts.Count == 0 ? [.. known, AnswerShape.Fields]
            : [.. known, AnswerShape.Fields, ListSort.Parameter];
        return async invocation =>
        {
            var input = new Input();
            var allowed = HttpMethods.IsGet(invocation.HttpContext.Request.Method) ? read : known;
            foreach (var name in invocation.HttpContext.Request.Query.Keys.Where(k => !allowed.Contains(k)))
            {
                input.Error(name, allowed.Count == 0
                    ? "This address takes no query."
                    : $"There is no such parameter here: {string.Join(", ", allowed.Order())} are.");
            }

            return input.Problem ?? await next(invocation);
        };
    }
}
