using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Countersign.Tests.Api.Hosting;
using Xunit;

namespace Countersign.Tests.Api.Desk;

/// <summary>One signed-in user of a desk, over HTTP.</summary>
internal sealed class DeskClient : IDisposable
{
    private readonly HttpClient http;

    private DeskClient(Uri address, string access, string refresh)
    {
        http = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access);
        RefreshToken = refresh;
    }

    /// <summary>The newest refresh token.</summary>
    public string RefreshToken { get; private set; }

    public static async Task<DeskClient> SignInAsync(Uri address, string login, string password)
    {
        using var anonymous = new HttpClient { BaseAddress = new Uri(address, "/api/v1/") };
        using var answer = await anonymous.PostAsJsonAsync("login", new { login, password });
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{login}: {await answer.Content.ReadAsStringAsync()}");
        var tokens = await ApiHost.ReadAsync(answer);
        return new DeskClient(
            address, tokens.GetProperty("accessToken").GetString()!, tokens.GetProperty("refreshToken").GetString()!);
    }

    /// <summary>Exchanges the refresh token; the answer's status.</summary>
    public async Task<HttpStatusCode> RefreshAsync(string? token = null)
    {
        using var answer = await http.PostAsJsonAsync("login/refresh", new { refreshToken = token ?? RefreshToken });
        if (answer.StatusCode == HttpStatusCode.OK)
        {
            RefreshToken = (await ApiHost.ReadAsync(answer)).GetProperty("refreshToken").GetString()!;
        }

        return answer.StatusCode;
    }

    /// <summary>The same user at another start of the desk, with the tokens of before.</summary>
    public DeskClient At(Uri address) => new(address, http.DefaultRequestHeaders.Authorization!.Parameter!, RefreshToken);

    public Task<HttpResponseMessage> GetAsync(string path) => http.GetAsync(path);

    public async Task<HttpResponseMessage> PostAsync(string path, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http.SendAsync(request);
    }

    public Task<HttpResponseMessage> DeleteAsync(string path) => http.DeleteAsync(path);

    public Task<HttpResponseMessage> PutAsync(string path, object body) => http.PutAsJsonAsync(path, body);

    /// <summary>What a success answers.</summary>
    public async Task<JsonElement> ReadAsync(string path)
    {
        using var answer = await GetAsync(path);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{path}: {await answer.Content.ReadAsStringAsync()}");
        return await ApiHost.ReadAsync(answer);
    }

    /// <summary>A whole list, page by page.</summary>
    public async Task<List<JsonElement>> ListAsync(string path)
    {
        const int pagesMax = 1_000;
        var items = new List<JsonElement>();
        var separator = path.Contains('?') ? '&' : '?';
        string? next = null;
        for (var page = 0; page < pagesMax; page++)
        {
            var cursor = next is null ? "" : "&cursor=" + Uri.EscapeDataString(next);
            var list = await ReadAsync($"{path}{separator}limit=200{cursor}");
            items.AddRange(list.GetProperty("items").EnumerateArray());
            next = list.GetProperty("next").GetString();
            if (next is null)
            {
                return items;
            }
        }

        throw new InvalidOperationException($"{path} has no last page.");
    }

    /// <summary>Waits until the feed has sent all of a recording.</summary>
    /// <param name="ticks">How many the recording holds.</param>
    public async Task PlayedAsync(long ticks)
    {
        const int asksMax = 6_000;
        for (var ask = 0; ask < asksMax; ask++)
        {
            foreach (var feed in await ListFeedsAsync())
            {
                if (feed.GetProperty("accepted").GetInt64() + feed.GetProperty("rejected").GetInt64() == ticks)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Fail("The recording was not played to its end.");
    }

    public async Task<List<JsonElement>> ListFeedsAsync() => [.. (await ReadAsync("feeds")).GetProperty("items").EnumerateArray()];

    public void Dispose() => http.Dispose();
}
