using Microsoft.AspNetCore.Http;

namespace Countersign.Api.Requests;

/// <summary>
/// Answers are somebody's own and of this moment: no cache keeps them, unless the endpoint itself says otherwise, and no browser guesses what
/// they are.
/// </summary>
internal static class AnswerHeaders
{
    public static Task AddAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            headers.XContentTypeOptions = "nosniff";
            return Task.CompletedTask;
        }, context);
        return next(context);
    }
}
