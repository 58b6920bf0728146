using System.Text;
using Countersign.Api.Contracts.Client;
using Countersign.Api.OpenApi.Clients;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Fixtures;
using Microsoft.OpenApi;
using Xunit;

namespace Countersign.Tests.Api.OpenApi;

public sealed class CSharpClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string Folder = Path.Combine(SharedFiles.RepositoryRoot, "api", "contracts", "Client");

    /// <summary>Run with COUNTERSIGN_ACCEPT=1 to write the client anew; the difference then shows in the change's review.</summary>
    [Fact]
    public async Task Client_OnRecord_IsTheOneThatTheDocumentMakes()
    {
        var made = CSharpClient.Write(await ReadAsync());
        if (Environment.GetEnvironmentVariable("COUNTERSIGN_ACCEPT") == "1")
        {
            Accept(made);
        }

        var known = Directory.GetFiles(Folder, "*.g.cs").ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText);
        const string Stale = "The generated client is stale: run this test with COUNTERSIGN_ACCEPT=1 and commit what it writes. Files that differ: ";
        var different = made.Keys.Union(known.Keys).Where(n => made.GetValueOrDefault(n) != known.GetValueOrDefault(n)).Order().ToArray();
        Assert.True(different.Length == 0, Stale + string.Join(", ", different));
    }

    [Fact]
    public async Task Client_Operations_AreAllButTheLiveStream()
    {
        var document = await ReadAsync();

        var methods = typeof(CountersignClient).GetMethods().Select(m => m.Name).ToHashSet();

        var left = document.Paths.Values.SelectMany(p => p.Operations!.Values).Select(o => o.OperationId!).Where(id => !methods.Contains(id + "Async"));
        Assert.Equal(["OpenLive"], left);
    }

    private async Task<OpenApiDocument> ReadAsync()
    {
        using var response = await host.SendAsync("GET", "/openapi/v1.json", null);
        var text = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        return OpenApiDocument.Parse(Encoding.UTF8.GetString(text), "json").Document!;
    }

    private static void Accept(IReadOnlyDictionary<string, string> made)
    {
        foreach (var stale in Directory.GetFiles(Folder, "*.g.cs").Where(f => !made.ContainsKey(Path.GetFileName(f))))
        {
            File.Delete(stale);
        }

        foreach (var (name, text) in made)
        {
            File.WriteAllText(Path.Combine(Folder, name), text);
        }
    }
}
