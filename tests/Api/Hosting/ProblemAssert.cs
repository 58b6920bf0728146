using System.Net;
using System.Text.Json;
using Xunit;

namespace Countersign.Tests.Api.Hosting;

/// <summary>Holds an answer against the form of a problem.</summary>
internal static class ProblemAssert
{
    /// <summary>It is a whole problem with this status and code; answers the body.</summary>
    public static async Task<JsonElement> IsAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == response.StatusCode, $"{(int)status} was expected, not {(int)response.StatusCode}: {text}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("urn:countersign:problem:" + code, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("traceId").GetString()!);
        return problem;
    }

    /// <summary>It is a 400 that names exactly these fields.</summary>
    public static async Task<JsonElement> NamesAsync(HttpResponseMessage response, params string[] fields)
    {
        var problem = await IsAsync(response, HttpStatusCode.BadRequest, "input.invalid");
        Assert.Equal(fields.Order(), problem.GetProperty("errors").EnumerateObject().Select(e => e.Name).Order());
        return problem;
    }
}
