using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Countersign.Api.OpenApi.Clients;
using Countersign.Tests.Api.Hosting;
using Countersign.Tests.Api.Tenants;
using Countersign.Tests.Fixtures;
using Microsoft.OpenApi;
using Xunit;

namespace Countersign.Tests.Api.OpenApi;

/// <summary>The document is good enough for a stranger's client: one in another language is made of it, compiled, and used.</summary>
public sealed class TypeScriptClientTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly string[] Files = [".npmrc", "package.json", "package-lock.json", "tsconfig.json", "check.ts"];

    [Fact]
    public async Task Client_MadeOfTheDocument_CompilesStrictlyAndWorks()
    {
        await RequireNodeAsync();
        var folder = Directory.CreateTempSubdirectory("countersign-typescript-").FullName;
        await using var desk = await IdentityDesk.StartAsync(null);
        try
        {
            await PrepareAsync(folder);
            await RunAsync(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
            await RunAsync(folder, "node", "node_modules/typescript/bin/tsc", "--strict", "--noEmit");
            await RunAsync(folder, "node", "node_modules/typescript/bin/tsc");
            var login = $"pm@{await desk.TenantAsync()}";

            var said = await RunAsync(folder, "node", "out/check.js", new Uri(desk.Root, "/").ToString(), login, desk.PasswordOf(login));

            var found = JsonDocument.Parse(said).RootElement;
            Assert.Equal("token.missing", found.GetProperty("stranger").GetString());
            Assert.Equal(login, found.GetProperty("login").GetString());
            Assert.Equal(2, found.GetProperty("accounts").GetInt32());
            Assert.Equal(0, found.GetProperty("positions").GetInt32());
            Assert.Equal("""{"status":400,"code":"input.invalid","fields":["quantity"]}""", found.GetProperty("wrong").GetRawText());
            Assert.Equal("not_found", found.GetProperty("missing").GetString());
            Assert.Equal(204, found.GetProperty("ended").GetInt32());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RequireNodeAsync()
    {
        try
        {
            await RunAsync(Path.GetTempPath(), "npm", "--version");
            await RunAsync(Path.GetTempPath(), "node", "--version");
        }
        catch (Win32Exception) when (Environment.GetEnvironmentVariable("COUNTERSIGN_NO_SKIP") != "1")
        {
            Assert.Skip("There is no node with npm on the PATH.");
        }
    }

    private async Task PrepareAsync(string folder)
    {
        var source = Path.Combine(SharedFiles.RepositoryRoot, "tests", "Api", "OpenApi", "typescript");
        foreach (var file in Files)
        {
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file));
        }

        using var response = await host.SendAsync("GET", "/openapi/v1.json", null);
        var document = OpenApiDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "json").Document!;
        await File.WriteAllTextAsync(Path.Combine(folder, "client.ts"), TypeScriptClient.Write(document), TestContext.Current.CancellationToken);
    }

    private static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var complained = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{await said}\n{await complained}");
        return await said;
    }
}
