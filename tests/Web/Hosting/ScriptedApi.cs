using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using Countersign.Web;
using Countersign.Web.Tenants;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Web.Hosting;

/// <summary>Stands in for the API: answers what a test says, and counts.</summary>
internal sealed class ScriptedApi(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler, IHttpClientFactory
{
    private readonly ConcurrentQueue<string> asked = new();

    /// <summary>The requests so far, method and path.</summary>
    public IReadOnlyCollection<string> Asked => asked;

    public ApiAddress Address { get; } = new(Options.Create(new WebOptions { ApiAddress = "http://api.example" }), new NoServer());

    public BrowserAddress Browsers { get; } = new(new EphemeralDataProtectionProvider(), TimeProvider.System);

    public static HttpResponseMessage Json<T>(T body) => new(HttpStatusCode.OK) { Content = JsonContent.Create(body) };

    public HttpClient CreateClient(string name) => new(this, disposeHandler: false);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        asked.Enqueue($"{request.Method} {request.RequestUri!.AbsolutePath}");
        await Task.Yield();
        return answer(request);
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken) where TContext : notnull =>
            Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public void Dispose()
        {
        }
    }
}
