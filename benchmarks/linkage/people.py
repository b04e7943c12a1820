"""People, numbers and names of businesses, made up."""

from __future__ import annotations

# ruff: noqa: SIM905 - lists of many words
import random

WOMEN = ("Aminah Hadijah Halimah Rosdiana Nuraeni Kartini Darmawati Sulastri Fitriani Hasmawati Mariani Jumriah Rahmawati Suriani "
         "Wahyuni Nurjannah Salmah Saharia Indriani Rabiah Marlina Murniati Yuliana Endarwati Hasnah Sumiati Ratna Nurhayati "
         "Rosmiati Ernawati Kasmawati Hamsinah Fatimah Sitti Sri Nur Megawati Herlina Marwah Dahlia Asriani Nurlina Masita").split()  # fmt: skip
MEN = ("Ahmad Muhammad Abdul Syamsuddin Yusuf Zainuddin Firman Arifin Hamid Sulaiman Hasan Nasruddin Rahman Idris Irwan Zubair "
       "Rasyid Jamaluddin Ismail Ilyas Herman Suparman Ramli Rusli Husain Anwar Saharuddin Darwis Syarifuddin Baharuddin Rahim "
       "Kamaruddin Hamzah Ibrahim Sirajuddin Burhanuddin Amiruddin Tahir Sudirman Mansur Asri Usman Umar Takdir Supardi").split()  # fmt: skip
LAST = ("Latif Salam Bongga Tuta Tahir Kadir Arruan Thamrin Abdullah Mustafa Hafid Tasik Paotonan Demmatande Mahmud Jafar Rauf "
        "Darwis Basri Bakri Sambo Tandi Pualillin Palullungan Zubair Saleh Kombong Majid Said Rahman Usman Umar Ali Lolo Pasau "
        "Masdar Yusuf Idris Mattata Patta Daeng Manuru Sampe Banne Tiro Pabi").split()  # fmt: skip
GOODS = ("Kopi Bubuk/Keripik Pisang/Kue Kering/Roti/Bolu/Abon Ikan/Ikan Kering/Minyak Kelapa/Virgin Coconut Oil/Gula Aren/Sambal/"
         "Sarabba/Kacang Telur/Cokelat/Beras Merah/Rumput Laut/Sarung Tenun/Anyaman/Kerajinan Rotan/Madu/Keripik Singkong/"
         "Bandeng/Dodol/Minuman Jahe/Kerupuk Udang/Batik").split("/")  # fmt: skip
BRANDS = ("Sejahtera/Tunas Muda/Mawar/Bahari/Bintang Timur/Karya Mandiri/Sumber Rejeki/Dua Putri/Usaha Bersama/Tani Maju/"
          "Putra Mandar/Cahaya Baru/Nelayan Makmur/Kebun Kita/Bunga Desa/Harapan Kita/Mutiara/Anugerah/Sinar Laut/Sari Rasa/"
          "Dapur Ibu/Al Barokah/Berkah/Melati/Lita Mandar/Mandar Jaya/Sipamandar/Sipakatau/Tiga Saudara/Rizki/Annisa/Barakka/"
          "Maju Jaya/Amanah/Sinar Harapan/Cahaya/Mekar Sari/Karya Bersama/Makmur/Setia").split("/")  # fmt: skip
_SYLLABLES = "ba bi bo bu ca da di do du ga ja ka ki ku la li lo lu ma mi mo mu na ni no nu pa pi po ra ri ro ru sa si so su ta ti to tu wa ya".split()  # fmt: skip
FIELDS = (
    "Makanan dan Minuman",
    "Fesyen dan Tenun",
    "Kriya",
    "Pertanian dan Perkebunan",
    "Perikanan",
    "Jasa",
    "Perdagangan",
    "Lainnya",
)


def person(chance: random.Random, rare: float) -> tuple[str, str]:
    """A name and L or P. ``rare``: how many have a last name that nobody else has."""
    sex = "P" if chance.random() < 0.55 else "L"
    firsts = WOMEN if sex == "P" else MEN
    words = [chance.choice(firsts)]
    if chance.random() < 0.35:
        words.append(chance.choice(firsts))
    if chance.random() < 0.65:
        words.append(made_up(chance, 3) if chance.random() < rare else chance.choice(LAST))
    return " ".join(words), sex


def business(chance: random.Random, owner: str) -> str:
    """A business name without its form: goods, a brand that is common, made up or the owner's, or both."""
    kind = chance.random()
    brand = (
        chance.choice(BRANDS) if kind < 0.45 else owner.split(maxsplit=1)[0] if kind < 0.6 else made_up_brand(chance)
    )
    return f"{chance.choice(GOODS)} {brand}" if chance.random() < 0.4 else brand


def made_up_brand(chance: random.Random) -> str:
    """One or two words that mean nothing."""
    return " ".join(made_up(chance, chance.randint(2, 3)) for _ in range(chance.choice((1, 1, 2))))


def made_up(chance: random.Random, syllables: int) -> str:
    """A word that means nothing."""
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


def digits(chance: random.Random, start: str, length: int) -> str:
    """A number of so many digits."""
    return start + "".join(chance.choice("0123456789") for _ in range(length - len(start)))
