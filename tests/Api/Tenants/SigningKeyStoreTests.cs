using System.Security.Cryptography;
using Countersign.Api.Tenants;
using Countersign.Silo.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Countersign.Tests.Api.Tenants;

public sealed class SigningKeyStoreTests : IDisposable
{
    private readonly string data = Directory.CreateTempSubdirectory("countersign-keys-").FullName;

    public void Dispose() => Directory.Delete(data, recursive: true);

    [Fact]
    public void AddSigningKey_SecondStart_FindsTheSameKey() => Assert.Equal(Start().KeyId, Start().KeyId);

    [Fact]
    public void AddSigningKey_OtherDataDirectory_HasAnotherKey()
    {
        var other = Directory.CreateTempSubdirectory("countersign-keys-").FullName;
        try
        {
            Assert.NotEqual(Start().KeyId, Start(other).KeyId);
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact]
    public void AddSigningKey_Files_AreForTheirOwnerOnlyAndHoldNoPlainKey()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        var key = (EcdsaTokenKey)Start();

        var folder = Path.Combine(data, "keys");
        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
            | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & Others);
        var files = Directory.GetFiles(folder);
        Assert.Equal(2, files.Length);
        foreach (var file in files)
        {
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & Others);
        }

        Assert.All(files, f => Assert.Equal(-1, File.ReadAllBytes(f).AsSpan().IndexOf(key.ToPkcs8().AsSpan(36, 32))));
    }

    [Fact]
    public void AddSigningKey_DamagedFile_IsAnErrorAndNotANewKey()
    {
        Start();
        var path = Path.Combine(data, "keys", "access-token-key.protected");
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.ThrowsAny<CryptographicException>(() => Start());
    }

    private IAccessTokenKey Start(string? directory = null)
    {
        using var services = new ServiceCollection().AddLogging().AddSigningKey(directory ?? data).BuildServiceProvider();
        return services.GetRequiredService<IAccessTokenKey>();
    }
}
