"""
What customers say of orders that they want changed, in four ways of writing.
"""

WAYS = ("fa", "fa-Latn", "ar", "en")
ANSWERED_IN = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}

CANCEL = {
    "fa": "سفارش {number} رو لغو کنید",
    "fa-Latn": "sefaresh {number} ro laghv konid",
    "ar": "أريد إلغاء الطلب {number}",
    "en": "Please cancel order {number}",
}
CANCEL_ANY = {
    "fa": "می‌خوام سفارشم رو لغو کنم",
    "fa-Latn": "mikham sefaresham ro laghv konam",
    "ar": "أريد إلغاء طلبي",
    "en": "I want to cancel my order",
}
RETURN = {
    "fa": "می‌خوام {thing} رو از سفارش {number} پس بدم، نظرم عوض شد",
    "fa-Latn": "mikham {thing} ro az sefaresh {number} pas bedam, nazaram avaz shod",
    "ar": "أريد إرجاع {thing} من الطلب {number}، غيّرت رأيي",
    "en": "I want to return the {thing} from order {number}, I changed my mind",
}
SEND = {
    "fa": "آدرس سفارش {number} رو عوض کنید",
    "fa-Latn": "adrese sefaresh {number} ro avaz konid",
    "ar": "أريد تغيير عنوان الطلب {number}",
    "en": "Change the shipping address of order {number}",
}
ADDRESS = {
    "fa": "شیراز، خیابان زند، پلاک ۱۲، کد پستی ۷۱۳۴۵۶۷۸۹۰",
    "fa-Latn": "شیراز، خیابان زند، پلاک ۱۲، کد پستی ۷۱۳۴۵۶۷۸۹۰",
    "ar": "شيراز، شارع زند، رقم ١٢، الرمز البريدي ٧١٣٤٥٦٧٨٩٠",
    "en": "12 Zand Street, Shiraz, postal code 7134567890",
}
CHANGE = {
    "fa": "توی سفارش {number} {thing} رو با رنگ {colour} عوض کنید",
    "fa-Latn": "tuye sefaresh {number} {thing} ro ba range {colour} avaz konid",
    "ar": "في الطلب {number} أريد تغيير {thing} إلى اللون {colour}",
    "en": "In order {number} change the {thing} to {colour}",
}
COUNT = {
    "fa": "تعداد {thing} تو سفارش {number} رو بکن ۲ تا",
    "fa-Latn": "tedade {thing} tuye sefareshe {number} ro bokon 2 ta",
    "ar": "أريد قطعتين من {thing} في الطلب {number}",
    "en": "Make it 2 of the {thing} in order {number}",
}
NOT_TO_CANCEL = {
    "fa": "نه نمی‌خوام لغوش کنم",
    "fa-Latn": "na nemikham laghvesh konam",
    "ar": "لا ما أبغى ألغي الطلب",
    "en": "No, I don't want to cancel it",
}
WHERE = {
    "fa": "سفارش {number} کجاست؟",
    "fa-Latn": "sefareshe {number} kojast?",
    "ar": "أين الطلب {number}؟",
    "en": "Where is order {number}?",
}
REMOVE = {
    "fa": "{thing} رو از سفارش {number} حذف کنید",
    "fa-Latn": "{thing} ro az sefaresh {number} hazf konid",
    "ar": "احذف {thing} من الطلب {number}",
    "en": "Remove the {thing} from order {number}",
}
BROKEN = {
    "fa": "{thing} سفارش {number} شکسته رسید",
    "fa-Latn": "sefaresh {number} shekaste resid",
    "ar": "وصلني الطلب {number} مكسورًا",
    "en": "The {thing} in order {number} arrived broken",
}
YES = {"fa": "بله", "fa-Latn": "bale", "ar": "نعم", "en": "Yes"}
NO = {"fa": "نه", "fa-Latn": "na", "ar": "لا", "en": "No"}
NEVER_MIND = {
    "fa": "بی‌خیال",
    "fa-Latn": "bikhial",
    "ar": "خلاص اتركها",
    "en": "Never mind",
}
DELIVERY = {
    "fa": "هزینهٔ ارسال چقدره؟",
    "fa-Latn": "hazineye ersal cheghadre?",
    "ar": "كم تكلفة التوصيل؟",
    "en": "How much is delivery?",
}
PERSON = {
    "fa": "می‌خوام با یه نفر حرف بزنم",
    "fa-Latn": "mikham ba ye nafar harf bezanam",
    "ar": "أريد التحدث مع موظف",
    "en": "I want to talk to a person",
}
THANKS = {"fa": "مرسی", "fa-Latn": "mersi", "ar": "شكرا", "en": "Thanks"}
JOKE = {
    "fa": "یه جوک بگو",
    "fa-Latn": "ye jok begu",
    "ar": "احكي لي نكتة",
    "en": "Tell me a joke",
}
AND_THEN = {"fa": " و ", "fa-Latn": " va ", "ar": ". و", "en": " and "}
# What tells that it is asked whether to do it, and that it was done.
SHALL_I = {"fa": "انجام بدهم؟", "ar": "هل أنفّذ ذلك؟", "en": "Shall I do that?"}
REFERENCE = {"fa": "کد پیگیری", "ar": "رقم المرجع", "en": "Reference"}
TOLD_POINTS = {"fa": "امتیاز", "ar": "نقاط", "en": "points"}
NOT_POSSIBLE = {"fa": "ممکن نیست", "ar": "غير ممكن", "en": "not possible"}
NOTHING_CHANGED = {
    "fa": "چیزی تغییر نکرد",
    "ar": "لم يتغيّر شيء",
    "en": "nothing was changed",
}
NO_SUCH_ORDER = {
    "fa": "پیدا نکردم",
    "ar": "لم أجد بين طلباتك",
    "en": "I don't find an order",
}


def said(replies):
    """
    All that was said, in one.
    """
    return "\n".join(reply.text for reply in replies)
