using System.Diagnostics;
using Countersign.Api;
using Countersign.Api.Tenants;
using Countersign.Domain.Tenants;
using Microsoft.Extensions.Options;

namespace Countersign.Tests.Benchmarks.Tenants;

/// <summary>What a sign-in and each request cost in checks: the password's hash, and the access token with and without its signature.</summary>
internal static class IdentityBenchmark
{
    private const int Hashes = 15;
    private const int Tokens = 2_000;
    private const int RepeatsOfAToken = 100;

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var options = Options.Create(new ApiOptions());
        using var passwords = new Passwords(options);
        var hash = Measure(Hashes, 1, _ => passwords.Hash("a quite unlikely phrase"));

        using var key = EcdsaTokenKey.Create();
        var tokens = new AccessTokens(key, options, TimeProvider.System);
        var texts = Enumerable.Range(0, Tokens).Select(i => tokens.Issue(
            TenantId.Parse("t-bench"), UserId.Parse($"u-{i}"), "session", Roles.PortfolioManager)).ToArray();

        // Compiled before it is timed, with tokens that are not asked for again.
        for (var round = 0; round < 3; round++)
        {
            var others = new AccessTokens(key, options, TimeProvider.System);
            Measure(Tokens, 1, i => others.Verify(texts[i]));
        }

        var first = Measure(Tokens, 1, i => tokens.Verify(texts[i]));
        var again = Measure(Tokens, RepeatsOfAToken, i => tokens.Verify(texts[i]));
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new("password hash (asked: about 100)", "ms", hash.Median / 1_000, hash.P99 / 1_000, null, HigherIsBetter: false),
            new("token check, first time that a token is seen", "µs", first.Median, first.P99, null, HigherIsBetter: false),
            new("token check", "µs", again.Median, again.P99, 50, HigherIsBetter: false),
        ]);
    }

    private static (double Median, double P99) Measure(int runs, int repeats, Func<int, object> work)
    {
        var micros = new double[runs];
        for (var run = 0; run < runs; run++)
        {
            var started = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeats; i++)
            {
                work(run);
            }

            micros[run] = Stopwatch.GetElapsedTime(started).TotalMicroseconds / repeats;
        }

        return (Harness.Percentile(micros, 0.5), Harness.Percentile(micros, 0.99));
    }
}
